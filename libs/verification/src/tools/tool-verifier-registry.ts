import { posix } from 'node:path';
import type { Finding, Severity } from '@devops-orchestrator/contracts';
import { asList, asMapping, asText } from '../yaml/values.js';
import type { Mapping } from '../yaml/values.js';
import { itemsOfList, parseJsonReport, toFinding } from './json-output.js';
import { parseTextReport } from './line-output.js';
import type { ToolVerifier } from './tool-verifier.js';

/** Real tools, one entry each; each is used where it is installed. */
export const toolVerifiers: readonly ToolVerifier[] = [
  {
    id: 'hadolint',
    program: 'hadolint',
    kinds: ['dockerfile'],
    proves: 'Dockerfiles follow hadolint’s rules',
    arguments: (paths) => ['--format', 'json', '--', ...paths],
    parse: (result) =>
      parseJsonReport(result, [0, 1], itemsOfList, (item) =>
        toFinding(item.code, level(item.level), item.file, item.line, item.message),
      ),
  },
  {
    id: 'actionlint',
    program: 'actionlint',
    kinds: ['github-actions'],
    proves: 'workflows are valid, with their expressions and scripts',
    arguments: (paths) => ['-no-color', '-format', '{{json .}}', ...paths],
    parse: (result) =>
      parseJsonReport(result, [0, 1], itemsOfList, (item) =>
        toFinding(`actionlint-${asText(item.kind) ?? 'rule'}`, 'error', item.filepath, item.line, item.message),
      ),
  },
  {
    id: 'zizmor',
    program: 'zizmor',
    kinds: ['github-actions'],
    proves: 'workflows hold no known security weakness',
    arguments: (paths) => ['--offline', '--no-progress', '--format', 'json', ...paths],
    parse: (result) => parseJsonReport(result, [0, 11, 12, 13, 14], itemsOfList, zizmorFinding),
  },
  {
    id: 'shellcheck',
    program: 'shellcheck',
    kinds: ['shell'],
    proves: 'scripts parse and follow ShellCheck’s rules',
    arguments: (paths) => ['--format=json1', '--severity=warning', '--', ...paths],
    parse: (result) =>
      parseJsonReport(
        result,
        [0, 1],
        (report) => itemsOfList(asMapping(report).comments),
        (item) => toFinding(`SC${asText(item.code) ?? ''}`, level(item.level), item.file, item.line, item.message),
      ),
  },
  promtool('promtool-rules', ['check', 'rules'], ['prometheus-rules'], 'Prometheus loads the rules', /SUCCESS/),
  promtool(
    'promtool-config',
    ['check', 'config', '--syntax-only'],
    ['prometheus-config'],
    'Prometheus loads its configuration',
    /SUCCESS/,
  ),
  promtool(
    'promtool-tests',
    ['test', 'rules'],
    ['prometheus-tests'],
    'alerts fire on the series that should fire them',
    /SUCCESS/,
  ),
  {
    id: 'amtool',
    program: 'amtool',
    kinds: ['alertmanager'],
    proves: 'Alertmanager loads its configuration',
    oneByOne: true,
    arguments: (paths) => ['check-config', ...paths],
    parse: (result, paths) => parseTextReport(result, paths, 'amtool', /SUCCESS/),
  },
  {
    id: 'docker-compose',
    program: 'docker',
    kinds: ['compose'],
    versionArguments: ['compose', 'version'],
    proves: 'Docker Compose accepts the files',
    oneByOne: true,
    baseOf: (path, tree) => {
      const bases = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
      const names = bases.map((name) => posix.join(posix.dirname(path), name));
      return names.includes(path) ? undefined : names.find((name) => tree.has(name));
    },
    arguments: (paths) => [
      'compose',
      ...paths.flatMap((path) => ['--file', path]),
      'config',
      '--quiet',
      '--no-interpolate',
    ],
    parse: (result, paths) => {
      const verdict = parseTextReport(result, paths, 'docker-compose-config', /^/);
      const isMissing =
        result.exitCode !== 0 && /is not a docker command|unknown (shorthand )?flag/.test(result.stderr);
      const isUnset = result.exitCode !== 0 && /env file .{1,500} not found/.test(result.stderr);
      if (isUnset) return { notJudged: 'an env_file does not exist here' };
      return isMissing ? { notJudged: 'Docker Compose v2 is not installed' } : verdict;
    },
  },
];

function promtool(
  id: string,
  command: readonly string[],
  kinds: ToolVerifier['kinds'],
  proves: string,
  success: RegExp,
): ToolVerifier {
  return {
    id,
    program: 'promtool',
    kinds,
    proves,
    oneByOne: true,
    arguments: (paths) => [...command, ...paths],
    parse: (result, paths) => {
      // Distributions build promtool without some discovery mechanisms.
      const isLesser = result.exitCode !== 0 && /field \w+_sd_configs not found/.test(result.stderr + result.stdout);
      return isLesser
        ? { notJudged: 'this promtool does not know a discovery mechanism that the file uses' }
        : parseTextReport(result, paths, id, success);
    },
  };
}

function level(value: unknown): Severity {
  if (value === 'error') return 'error';
  return value === 'warning' ? 'warning' : 'info';
}

function zizmorFinding(item: Mapping): Finding | undefined {
  const location = asMapping(asList(item.locations)[0]);
  const symbolic = asMapping(asMapping(asMapping(location.symbolic).key).Local);
  const point = asMapping(asMapping(asMapping(location.concrete).location).start_point);
  const severity = asText(asMapping(item.determinations).severity)?.toLowerCase();
  const path = asText(symbolic.given_path) ?? asText(symbolic.verbatim_path) ?? '';
  return toFinding(
    item.ident,
    severity === 'high' ? 'error' : severity === 'medium' ? 'warning' : 'info',
    path,
    Number(point.row ?? 0) + 1,
    item.desc,
  );
}
