import type { RuntimeTable } from './runtime-table.js';

/**
 * Release lines of databases, servers and the monitoring stack.
 *
 * Source: endoflife-date/endoflife.date and docker-library/official-images, snapshots of 2026-08-21/22, read 2026-11-22.
 * `status` is computed for that day.
 */
export const serverLines: Readonly<Record<string, RuntimeTable>> = {
  alertmanager: {
    defaultLine: '0.34',
    lines: [{ line: '0.34', status: 'active', latest: '0.34.1' }],
  },
  cadvisor: {
    defaultLine: '0.60',
    lines: [{ line: '0.60', status: 'active', latest: '0.60.6' }],
  },
  debian: {
    defaultLine: '13',
    lines: [
      { line: '13', status: 'active', latest: '13.6', eol: '2028-08-09' },
      { line: '12', status: 'eol', latest: '12.15', eol: '2026-07-11' },
    ],
  },
  grafana: {
    defaultLine: '12.4',
    lines: [
      { line: '13.2', status: 'active', latest: '13.2.0', eol: '2027-05-18' },
      { line: '13.1', status: 'security', latest: '13.1.4', eol: '2027-03-20' },
      { line: '13.0', status: 'security', latest: '13.0.7', eol: '2027-01-09' },
      { line: '12.4', status: 'security', latest: '12.4.9', eol: '2027-05-24' },
      { line: '12.3', status: 'eol', latest: '12.3.11', eol: '2026-08-19' },
      { line: '12.2', status: 'eol', latest: '12.2.10', eol: '2026-06-23' },
      { line: '12.1', status: 'eol', latest: '12.1.10+security-01', eol: '2026-04-22' },
      { line: '12.0', status: 'eol', latest: '12.0.10', eol: '2026-02-05' },
      { line: '11.6', status: 'eol', latest: '11.6.16', eol: '2026-06-25' },
      { line: '11.5', status: 'eol', latest: '11.5.10', eol: '2025-10-28' },
    ],
  },
  kafka: {
    defaultLine: '4.3',
    lines: [
      { line: '4.3', status: 'active', latest: '4.3.1' },
      { line: '4.2', status: 'active', latest: '4.2.1' },
      { line: '4.1', status: 'active', latest: '4.1.2' },
      { line: '4.0', status: 'active', latest: '4.0.2' },
      { line: '3.9', status: 'active', latest: '3.9.2' },
    ],
  },
  mariadb: {
    defaultLine: '11.8',
    lines: [
      { line: '12.3', status: 'lts', latest: '12.3.2', eol: '2029-06-12' },
      { line: '12.2', status: 'eol', latest: '12.2.2', eol: '2026-05-28' },
      { line: '12.1', status: 'eol', latest: '12.1.2', eol: '2026-02-13' },
      { line: '12.0', status: 'eol', latest: '12.0.2', eol: '2025-11-18' },
      { line: '11.8', status: 'lts', latest: '11.8.8', eol: '2028-06-04' },
      { line: '11.4', status: 'lts', latest: '11.4.12', eol: '2029-05-29' },
      { line: '10.11', status: 'lts', latest: '10.11.18', eol: '2028-02-16' },
      { line: '10.6', status: 'eol', latest: '10.6.28', eol: '2026-07-06' },
    ],
  },
  mongodb: {
    defaultLine: '8.0',
    lines: [
      { line: '8.3', status: 'active', latest: '8.3.8', eol: '2029-10-31' },
      { line: '8.2', status: 'eol', latest: '8.2.12', eol: '2026-07-31' },
      { line: '8.0', status: 'active', latest: '8.0.29', eol: '2029-10-31' },
      { line: '7.0', status: 'active', latest: '7.0.40', eol: '2027-08-31' },
    ],
  },
  mysql: {
    defaultLine: '8.4',
    lines: [
      { line: '9.7', status: 'lts', latest: '9.7.2', eol: '2034-04-21' },
      { line: '9.6', status: 'eol', latest: '9.6.1', eol: '2026-04-21' },
      { line: '9.5', status: 'eol', latest: '9.5.2', eol: '2026-01-20' },
      { line: '9.4', status: 'eol', latest: '9.4.2', eol: '2025-10-21' },
      { line: '8.4', status: 'lts', latest: '8.4.11', eol: '2032-04-30' },
      { line: '8.0', status: 'eol', latest: '8.0.46', eol: '2026-04-30' },
    ],
  },
  nginx: {
    defaultLine: '1.30',
    lines: [
      { line: '1.31', status: 'active', latest: '1.31.4' },
      { line: '1.30', status: 'active', latest: '1.30.4' },
      { line: '1.29', status: 'eol', latest: '1.29.8', eol: '2026-05-13' },
      { line: '1.28', status: 'eol', latest: '1.28.3', eol: '2026-04-14' },
    ],
  },
  'node-exporter': {
    defaultLine: '1.12',
    lines: [{ line: '1.12', status: 'active', latest: '1.12.1' }],
  },
  postgres: {
    defaultLine: '17',
    lines: [
      { line: '18', status: 'active', latest: '18.6', eol: '2030-11-14' },
      { line: '17', status: 'active', latest: '17.11', eol: '2029-11-08' },
      { line: '16', status: 'active', latest: '16.15', eol: '2028-11-09' },
      { line: '15', status: 'active', latest: '15.19', eol: '2027-11-11' },
      { line: '14', status: 'eol', latest: '14.24', eol: '2026-11-12' },
      { line: '13', status: 'eol', latest: '13.23', eol: '2025-11-13' },
    ],
  },
  'postgres-exporter': {
    defaultLine: '0.20',
    lines: [{ line: '0.20', status: 'active', latest: '0.20.1' }],
  },
  prometheus: {
    defaultLine: '3.13',
    lines: [
      { line: '3.14', status: 'eol', latest: '3.14.0', eol: '2026-09-30' },
      { line: '3.13', status: 'lts', latest: '3.13.2', eol: '2027-07-31' },
      { line: '3.12', status: 'eol', latest: '3.12.0', eol: '2026-07-09' },
      { line: '3.11', status: 'eol', latest: '3.11.3', eol: '2026-05-14' },
      { line: '3.10', status: 'eol', latest: '3.10.0', eol: '2026-04-08' },
      { line: '3.9', status: 'eol', latest: '3.9.1', eol: '2026-02-17' },
      { line: '3.8', status: 'eol', latest: '3.8.1', eol: '2026-01-09' },
      { line: '3.7', status: 'eol', latest: '3.7.3', eol: '2025-11-26' },
      { line: '3.6', status: 'eol', latest: '3.6.0', eol: '2025-11-02' },
      { line: '3.5', status: 'eol', latest: '3.5.5', eol: '2026-07-31' },
    ],
  },
  rabbitmq: {
    defaultLine: '4.3',
    lines: [
      { line: '4.3', status: 'active', latest: '4.3.5' },
      { line: '4.2', status: 'eol', latest: '4.2.9', eol: '2026-07-31' },
      { line: '4.1', status: 'eol', latest: '4.1.8', eol: '2026-01-30' },
    ],
  },
  redis: {
    defaultLine: '8.2',
    lines: [
      { line: '8.10', status: 'active', latest: '8.10.1' },
      { line: '8.8', status: 'security', latest: '8.8.2' },
      { line: '8.6', status: 'security', latest: '8.6.6' },
      { line: '8.4', status: 'security', latest: '8.4.6' },
      { line: '8.2', status: 'security', latest: '8.2.9', eol: '2030-09-01' },
      { line: '8.0', status: 'security', latest: '8.0.6', eol: '2026-12-01' },
      { line: '7.4', status: 'security', latest: '7.4.11', eol: '2029-12-01' },
      { line: '7.2', status: 'security', latest: '7.2.16', eol: '2029-12-01' },
      { line: '6.2', status: 'security', latest: '6.2.24', eol: '2027-04-01' },
    ],
  },
  'redis-exporter': {
    defaultLine: '1.89',
    lines: [{ line: '1.89', status: 'active', latest: '1.89.0' }],
  },
  valkey: {
    defaultLine: '8.1',
    lines: [
      { line: '9.1', status: 'active', latest: '9.1.1' },
      { line: '9.0', status: 'active', latest: '9.0.5', eol: '2028-10-21' },
      { line: '8.1', status: 'active', latest: '8.1.9', eol: '2030-03-31' },
      { line: '8.0', status: 'active', latest: '8.0.10', eol: '2027-09-15' },
      { line: '7.2', status: 'active', latest: '7.2.14', eol: '2029-04-16' },
    ],
  },
};
