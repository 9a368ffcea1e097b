import type { RuntimeTable } from './runtime-table.js';

/**
 * Release lines of language runtimes.
 *
 * Source: endoflife-date/endoflife.date and docker-library/official-images, snapshots of 2026-08-21/22, read 2026-11-22.
 * `status` is computed for that day.
 */
export const languageRuntimes: Readonly<Record<string, RuntimeTable>> = {
  bun: {
    defaultLine: '1.4',
    lines: [{ line: '1', status: 'active', latest: '1.4.0' }],
  },
  deno: {
    defaultLine: '2.9',
    lines: [
      { line: '2.9', status: 'active', latest: '2.9.5' },
      { line: '2.8', status: 'eol', latest: '2.8.3', eol: '2026-06-25' },
      { line: '2.7', status: 'eol', latest: '2.7.14', eol: '2026-05-22' },
      { line: '2.6', status: 'eol', latest: '2.6.10', eol: '2026-02-25' },
      { line: '2.5', status: 'eol', latest: '2.5.7', eol: '2026-04-30' },
      { line: '2.2', status: 'eol', latest: '2.2.15', eol: '2025-10-31' },
    ],
  },
  dotnet: {
    defaultLine: '10',
    lines: [
      { line: '10', status: 'lts', latest: '10.0.11', eol: '2028-11-14' },
      { line: '9', status: 'eol', latest: '9.0.19', eol: '2026-11-10' },
      { line: '8', status: 'eol', latest: '8.0.30', eol: '2026-11-10' },
    ],
  },
  elixir: {
    defaultLine: '1.19',
    lines: [
      { line: '1.20', status: 'active', latest: '1.20.3' },
      { line: '1.19', status: 'security', latest: '1.19.5' },
      { line: '1.18', status: 'security', latest: '1.18.4' },
      { line: '1.17', status: 'security', latest: '1.17.3' },
      { line: '1.16', status: 'security', latest: '1.16.3' },
      { line: '1.15', status: 'eol', latest: '1.15.8', eol: '2026-06-03' },
    ],
  },
  go: {
    defaultLine: '1.26',
    lines: [
      { line: '1.27', status: 'active', latest: '1.27.0' },
      { line: '1.26', status: 'active', latest: '1.26.7' },
      { line: '1.25', status: 'eol', latest: '1.25.14', eol: '2026-08-19' },
      { line: '1.24', status: 'eol', latest: '1.24.13', eol: '2026-02-10' },
    ],
  },
  java: {
    defaultLine: '21',
    lines: [
      { line: '26', status: 'eol', latest: '26.0.2+10', eol: '2026-09-15' },
      { line: '25', status: 'lts', latest: '25.0.4.1+1', eol: '2031-09-30' },
      { line: '21', status: 'lts', latest: '21.0.12.1+1', eol: '2029-12-31' },
      { line: '17', status: 'lts', latest: '17.0.20.1+1', eol: '2027-10-31' },
      { line: '11', status: 'lts', latest: '11.0.32+9', eol: '2027-10-31' },
      { line: '8', status: 'lts', latest: '8u502-b07', eol: '2030-12-31' },
    ],
  },
  node: {
    defaultLine: '24',
    lines: [
      { line: '26', status: 'lts', latest: '26.7.0', eol: '2029-04-30' },
      { line: '25', status: 'eol', latest: '25.9.0', eol: '2026-06-01' },
      { line: '24', status: 'lts', latest: '24.19.0', eol: '2028-04-30' },
      { line: '22', status: 'lts', latest: '22.23.2', eol: '2027-04-30' },
      { line: '20', status: 'eol', latest: '20.20.2', eol: '2026-04-30' },
    ],
  },
  php: {
    defaultLine: '8.4',
    lines: [
      { line: '8.5', status: 'active', latest: '8.5.9', eol: '2029-12-31' },
      { line: '8.4', status: 'active', latest: '8.4.24', eol: '2028-12-31' },
      { line: '8.3', status: 'security', latest: '8.3.33', eol: '2027-12-31' },
      { line: '8.2', status: 'security', latest: '8.2.33', eol: '2026-12-31' },
      { line: '8.1', status: 'eol', latest: '8.1.34', eol: '2025-12-31' },
    ],
  },
  python: {
    defaultLine: '3.13',
    lines: [
      { line: '3.14', status: 'active', latest: '3.14.7', eol: '2030-10-31' },
      { line: '3.13', status: 'security', latest: '3.13.15', eol: '2029-10-31' },
      { line: '3.12', status: 'security', latest: '3.12.14', eol: '2028-10-31' },
      { line: '3.11', status: 'security', latest: '3.11.16', eol: '2027-10-31' },
      { line: '3.10', status: 'eol', latest: '3.10.21', eol: '2026-10-31' },
      { line: '3.9', status: 'eol', latest: '3.9.25', eol: '2025-10-31' },
    ],
  },
  ruby: {
    defaultLine: '3.4',
    lines: [
      { line: '4.0', status: 'active', latest: '4.0.6', eol: '2029-03-31' },
      { line: '3.4', status: 'active', latest: '3.4.10', eol: '2028-03-31' },
      { line: '3.3', status: 'active', latest: '3.3.12', eol: '2027-03-31' },
      { line: '3.2', status: 'eol', latest: '3.2.11', eol: '2026-03-31' },
    ],
  },
  rust: {
    defaultLine: '1',
    lines: [
      { line: '1.98', status: 'active', latest: '1.98.0' },
      { line: '1.97', status: 'eol', latest: '1.97.1', eol: '2026-08-20' },
      { line: '1.96', status: 'eol', latest: '1.96.1', eol: '2026-07-09' },
      { line: '1.95', status: 'eol', latest: '1.95.0', eol: '2026-05-28' },
      { line: '1.94', status: 'eol', latest: '1.94.1', eol: '2026-04-16' },
      { line: '1.93', status: 'eol', latest: '1.93.1', eol: '2026-03-06' },
      { line: '1.92', status: 'eol', latest: '1.92.0', eol: '2026-01-22' },
      { line: '1.91', status: 'eol', latest: '1.91.1', eol: '2025-12-11' },
      { line: '1.90', status: 'eol', latest: '1.90.0', eol: '2025-10-30' },
    ],
  },
};
