import type { JsonSchema } from '../../schema/check-schema.js';

const any: JsonSchema = {};
const text: JsonSchema = { type: ['string', 'number'] };
const list: JsonSchema = { type: ['array', 'null'] };
const flag: JsonSchema = { type: 'boolean' };

function keys(names: string, schema: JsonSchema): Record<string, JsonSchema> {
  return Object.fromEntries(names.split(' ').map((name) => [name, schema]));
}

const relabel: JsonSchema = {
  type: ['array', 'null'],
  items: {
    type: 'object',
    additionalProperties: false,
    properties: {
      source_labels: { type: 'array', items: { type: 'string' } },
      ...keys('separator target_label regex replacement', { type: ['string', 'number', 'boolean'] }),
      modulus: { type: 'integer' },
      action: {
        enum: [
          ...['replace', 'lowercase', 'uppercase', 'keep', 'drop', 'keepequal', 'dropequal'],
          ...['hashmod', 'labelmap', 'labeldrop', 'labelkeep'],
        ],
      },
    },
  },
};

const staticConfigs: JsonSchema = {
  type: ['array', 'null'],
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['targets'],
    properties: {
      targets: { type: ['array', 'null'], items: { type: 'string' } },
      labels: { type: ['object', 'null'], additionalProperties: { type: ['string', 'number', 'boolean'] } },
    },
  },
};

const scrapeLimits = keys(
  'sample_limit label_limit label_name_length_limit label_value_length_limit target_limit keep_dropped_targets native_histogram_bucket_limit native_histogram_min_bucket_factor body_size_limit',
  text,
);
const scrapeSettings: Record<string, JsonSchema> = {
  ...keys(
    'scrape_interval scrape_timeout scrape_failure_log_file metric_name_validation_scheme metric_name_escaping_scheme',
    text,
  ),
  ...keys('scrape_protocols', list),
  ...keys(
    'scrape_classic_histograms always_scrape_classic_histograms convert_classic_histograms_to_nhcb scrape_native_histograms',
    flag,
  ),
  ...keys('extra_scrape_metrics', flag),
};
const httpClient = keys(
  'basic_auth authorization oauth2 tls_config proxy_url proxy_connect_header proxy_from_environment no_proxy follow_redirects enable_http2 http_headers bearer_token bearer_token_file',
  any,
);

/** Discovery mechanisms are many; their settings are not judged, their names are by form. */
const discovery: Record<string, JsonSchema> = { '^[a-z]+_sd_configs$': list };

/** Source: https://prometheus.io/docs/prometheus/latest/configuration/configuration/ (3.x). */
export const prometheusConfigSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    global: {
      type: ['object', 'null'],
      additionalProperties: false,
      properties: {
        ...scrapeSettings,
        ...scrapeLimits,
        ...keys('evaluation_interval rule_query_offset query_log_file', text),
        runtime: any,
        external_labels: { type: ['object', 'null'] },
      },
    },
    rule_files: { type: ['array', 'null'], items: { type: 'string' } },
    scrape_config_files: { type: ['array', 'null'], items: { type: 'string' } },
    scrape_configs: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['job_name'],
        patternProperties: discovery,
        properties: {
          job_name: { type: ['string', 'number'], minLength: 1 },
          metrics_path: { type: 'string' },
          scheme: { enum: ['http', 'https'] },
          params: { type: 'object', additionalProperties: { type: 'array' } },
          ...keys('honor_labels honor_timestamps track_timestamps_staleness enable_compression', flag),
          ...scrapeSettings,
          ...scrapeLimits,
          ...httpClient,
          fallback_scrape_protocol: text,
          static_configs: staticConfigs,
          relabel_configs: relabel,
          metric_relabel_configs: relabel,
        },
      },
    },
    alerting: {
      type: ['object', 'null'],
      additionalProperties: false,
      properties: {
        alert_relabel_configs: relabel,
        alertmanagers: {
          type: ['array', 'null'],
          items: {
            type: 'object',
            additionalProperties: false,
            patternProperties: discovery,
            properties: {
              ...keys('timeout api_version path_prefix scheme', text),
              ...httpClient,
              sigv4: any,
              static_configs: staticConfigs,
              relabel_configs: relabel,
              alert_relabel_configs: relabel,
            },
          },
        },
      },
    },
    ...keys('remote_write remote_read', list),
    ...keys('storage tracing otlp runtime', any),
  },
};
