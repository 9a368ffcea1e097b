/**
 * Images of servers that a repository's components talk to, and of the monitoring stack.
 *
 * Source: docker-library/official-images 2026-08-21 and the release lines of `runtimes.ts`; monitoring tags as seen pinned
 * in public repositories, 2026-10. Long-supported lines are preferred to the newest.
 */
export const serviceImages = {
  postgres: 'postgres:17',
  mysql: 'mysql:8.4',
  mariadb: 'mariadb:11.8',
  mongodb: 'mongo:8.0',
  redis: 'redis:8',
  memcached: 'memcached:1.6',
  rabbitmq: 'rabbitmq:4.3',
  kafka: 'apache/kafka:4.3.1',
  prometheus: 'prom/prometheus:v3.13.2',
  alertmanager: 'prom/alertmanager:v0.34.1',
  grafana: 'grafana/grafana:13.2.3',
  'blackbox-exporter': 'prom/blackbox-exporter:v0.28.0',
  'postgres-exporter': 'prometheuscommunity/postgres-exporter:v0.20.1',
  'redis-exporter': 'oliver006/redis_exporter:v1.89.0',
  'nginx-unprivileged': 'nginxinc/nginx-unprivileged:1.30',
  busybox: 'busybox:1.37-musl',
} as const;
export type ServiceImage = keyof typeof serviceImages;
