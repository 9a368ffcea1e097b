import { posix } from 'node:path';
import type { FileTree } from '@devops-orchestrator/contracts';
import { durationMs, isDuration } from '../../promql/durations.js';
import { reportSchema } from '../../schema/report-schema.js';
import { collectFindings } from '../../verifier.js';
import type { Report, Verifier } from '../../verifier.js';
import { asList, asMapping, asText } from '../../yaml/values.js';
import type { Mapping } from '../../yaml/values.js';
import { readSingleYaml } from '../../yaml/read-yaml.js';
import type { YamlSource } from '../../yaml/read-yaml.js';
import { prometheusConfigSchema } from './prometheus-config-schema.js';

/** Judges prometheus.yml: keys, durations, job names, targets, and the rule files it names. */
export const prometheusConfigVerifier: Verifier = {
  id: 'prometheus-config',
  kinds: ['prometheus-config'],
  async verify({ path, content, tree }) {
    const { findings, report } = collectFindings(path);
    const source = readSingleYaml(content, report);
    if (!source || !reportSchema('prometheus-config-schema', prometheusConfigSchema, source, report)) return findings;
    const config = asMapping(source.value);
    const jobs = new Set<string>();
    verifyTimes(asMapping(config.global), {}, source.lineOf(['global']), report);
    asList(config.scrape_configs).forEach((item, index) => {
      const job = asMapping(item);
      const line = source.lineOf(['scrape_configs', index]);
      const name = asText(job.job_name) ?? '';
      if (jobs.has(name)) report('prometheus-job-twice', 'error', line, `The job '${name}' is there twice.`);
      jobs.add(name);
      verifyTimes(job, asMapping(config.global), line, report);
      for (const group of asList(job.static_configs)) verifyTargets(name, asMapping(group), line, report);
    });
    verifyRuleFiles(config, path, tree, source, report);
    return findings;
  },
};

function verifyTimes(part: Mapping, defaults: Mapping, line: number, report: Report): void {
  for (const key of ['scrape_interval', 'scrape_timeout', 'evaluation_interval']) {
    const value = asText(part[key]);
    if (value !== undefined && (!isDuration(value) || durationMs(value) === 0)) {
      report('prometheus-duration', 'error', line, `${key}: '${value}' is no duration.`);
    }
  }
  const interval = durationMs(asText(part.scrape_interval) ?? asText(defaults.scrape_interval) ?? '1m');
  const timeout = durationMs(asText(part.scrape_timeout) ?? '0');
  if (interval !== undefined && timeout !== undefined && timeout > interval) {
    report('prometheus-timeout', 'error', line, 'scrape_timeout is longer than scrape_interval.');
  }
}

/** Probe targets are URLs; what is scraped itself is host:port. */
function verifyTargets(job: string, group: Mapping, line: number, report: Report): void {
  for (const item of asList(group.targets)) {
    const target = asText(item) ?? '';
    if (/^https?:\/\/\S+$/.test(target) || /[${]/.test(target)) continue;
    const port = /^(?:\[[0-9a-fA-F:]+\]|[\w.-]+)(?::(\d{1,5}))?(?:\/\S*)?$/.exec(target);
    if (!port || (port[1] !== undefined && (Number(port[1]) < 1 || Number(port[1]) > 65_535))) {
      report('prometheus-target', 'error', line, `The job '${job}' has a target '${target}' that is no host:port.`);
    }
  }
}

function verifyRuleFiles(config: Mapping, path: string, tree: FileTree, source: YamlSource, report: Report): void {
  asList(config.rule_files).forEach((item, index) => {
    const name = asText(item) ?? '';
    if (name.startsWith('/') || /[*?[]/.test(name)) return;
    const file = posix.join(posix.dirname(path), name);
    if (!file.startsWith('..') && !tree.has(file)) {
      report(
        'prometheus-rule-file',
        'error',
        source.lineOf(['rule_files', index]),
        `The rule file '${name}' does not exist.`,
      );
    }
  });
}
