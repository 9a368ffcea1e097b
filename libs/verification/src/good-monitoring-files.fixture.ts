/** The monitoring half of the good repository. */
export const goodMonitoringFiles: Readonly<Record<string, string>> = {
  'monitoring/prometheus/prometheus.yml': `global:
  scrape_interval: 15s
  evaluation_interval: 15s
  external_labels: { project: shop }
rule_files: [rules/*.yml, rules/api.yml]
alerting:
  alertmanagers:
    - static_configs: [{ targets: ["alertmanager:9093"] }]
scrape_configs:
  - job_name: prometheus
    static_configs: [{ targets: [localhost:9090] }]
  - job_name: api
    metrics_path: /metrics
    static_configs:
      - targets: ["api:3000"]
        labels: { service: api }
  - job_name: probe
    metrics_path: /probe
    params: { module: [http_2xx] }
    static_configs: [{ targets: ["http://api:3000/health"] }]
    relabel_configs:
      - { source_labels: [__address__], target_label: __param_target }
      - { source_labels: [__param_target], target_label: instance }
      - { target_label: __address__, replacement: "blackbox:9115" }
`,
  'monitoring/prometheus/rules/api.yml': `groups:
  - name: api
    interval: 30s
    rules:
      - record: job:requests:rate5m
        expr: sum by (job) (rate(http_requests_total[5m]))
      - alert: ApiDown
        expr: up{job="api"} == 0 or absent(up{job="api"})
        for: 2m
        labels: { severity: critical }
        annotations:
          summary: 'API {{ $labels.instance }} is down'
          description: 'p99 {{ printf "%.2f" $value }}'
      - alert: Slow
        expr: |
          histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 0.5
          and on () (sum(rate(http_requests_total[5m] offset 1d)) > 1)
        labels: { severity: warning }
        annotations: { summary: slow }
`,
  'monitoring/prometheus/tests/api.yml': `rule_files: [../rules/api.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - series: 'up{job="api", instance="api:3000"}'
        values: '1 0x10 _x3 stale'
    alert_rule_test:
      - eval_time: 10m
        alertname: ApiDown
        exp_alerts:
          - exp_labels: { severity: critical, job: api, instance: "api:3000" }
            exp_annotations: { summary: API api:3000 is down }
    promql_expr_test:
      - expr: up
        eval_time: 1m
        exp_samples: [{ labels: 'up{job="api"}', value: 0 }]
`,
  'monitoring/alertmanager/alertmanager.yml': `global: { resolve_timeout: 5m }
route:
  receiver: default
  group_by: [alertname, job]
  group_wait: 30s
  routes:
    - matchers: ['severity="critical"']
      receiver: pager
      repeat_interval: 1h
receivers:
  - name: default
  - name: pager
    webhook_configs:
      - url_file: /run/secrets/pager
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    equal: [job]
`,
  'monitoring/blackbox/blackbox.yml': `modules:
  http_2xx: { prober: http, timeout: 5s, http: { preferred_ip_protocol: ip4 } }
  tcp_connect: { prober: tcp }
`,
  'monitoring/grafana/provisioning/datasources/prometheus.yml': `apiVersion: 1
datasources:
  - { name: Prometheus, uid: prometheus, type: prometheus, access: proxy, url: "http://prometheus:9090", isDefault: true }
`,
  'monitoring/grafana/dashboards/api.json': JSON.stringify({
    title: 'API',
    uid: 'shop-api',
    schemaVersion: 41,
    templating: { list: [{ name: 'job', type: 'query' }] },
    panels: [
      {
        id: 1,
        type: 'timeseries',
        title: 'Requests',
        gridPos: { x: 0, y: 0, w: 12, h: 8 },
        datasource: { type: 'prometheus', uid: 'prometheus' },
        targets: [
          { expr: 'sum by (job) (rate(http_requests_total{job=~"$job"}[$__rate_interval]))', refId: 'A' },
          { expr: 'topk(5, increase(http_requests_total{job="${job:regex}"}[$__range]))', refId: 'B' },
        ],
      },
      { id: 2, type: 'stat', title: 'Up', gridPos: { x: 12, y: 0, w: 12, h: 8 }, targets: [{ expr: 'up' }] },
    ],
  }),
};
