import { NotJudgedError } from '../../verifier.js';
import type { Report } from '../../verifier.js';
import { asList, asMapping, asText } from '../../yaml/values.js';
import type { Mapping } from '../../yaml/values.js';
import type { YamlSource } from '../../yaml/read-yaml.js';
import { shellProblem } from '../shell/shell-syntax.js';
import { verifyHabits } from '../shell/shell.verifier.js';

/** Contexts whose text strangers choose. */
const untrusted =
  /\$\{\{[^}]*\bgithub\.(?:event\.(?:issue|pull_request|comment|review|review_comment|discussion|head_commit|commits|pages|workflow_run)\b[\w.*[\]]*\.(?:title|body|message|name|email|ref|label|default_branch|page_name|head_branch|display_title)|head_ref)\b/;

/** Rules on `uses:`: pinned by commit, checkout without left-over credentials. */
export function verifyActions(id: string, job: Mapping, source: YamlSource, report: Report): void {
  const jobUses = asText(job.uses);
  if (jobUses !== undefined) verifyPin(jobUses, source.lineOf(['jobs', id, 'uses']), report);
  asList(job.steps).forEach((item, index) => {
    const step = asMapping(item);
    const uses = asText(step.uses);
    if (uses === undefined) return;
    const line = source.lineOf(['jobs', id, 'steps', index, 'uses']);
    verifyPin(uses, line, report);
    const persists = asText(asMapping(step.with)['persist-credentials']);
    if (/^actions\/checkout@/.test(uses) && persists !== 'false') {
      report(
        'artipacked',
        'warning',
        line,
        'checkout leaves the token in .git/config; set persist-credentials: false.',
      );
    }
  });
}

function verifyPin(uses: string, line: number, report: Report): void {
  if (uses.startsWith('./') || uses.includes('${{')) return;
  if (uses.startsWith('docker://')) {
    if (!uses.includes('@sha256:')) report('unpinned-uses', 'warning', line, `Pin '${uses}' by its digest.`);
    return;
  }
  const version = /^[\w.-]+\/[\w.-]+(?:\/[\w./-]+)?@(\S+)$/.exec(uses)?.[1];
  if (version === undefined) report('uses-form', 'error', line, `'${uses}' is no owner/repository@version.`);
  else if (!/^[0-9a-f]{40}$/.test(version)) {
    report(
      'unpinned-uses',
      'warning',
      line,
      `'${uses}' can change under the same name; pin the commit's 40 hex digits.`,
    );
  }
}

/** Rules on `run:`: the script parses, and no stranger's text is put into it. */
export async function verifyRunScripts(id: string, job: Mapping, source: YamlSource, report: Report): Promise<void> {
  const jobShell = asText(asMapping(asMapping(job.defaults).run).shell) ?? defaultShell(source);
  const isWindows = JSON.stringify(job['runs-on'] ?? '')
    .toLowerCase()
    .includes('windows');
  for (const [index, item] of asList(job.steps).entries()) {
    const step = asMapping(item);
    const script = asText(step.run);
    if (script === undefined) {
      verifyGithubScript(step, source.lineOf(['jobs', id, 'steps', index, 'with', 'script']), report);
      continue;
    }
    const line = source.lineOf(['jobs', id, 'steps', index, 'run']);
    if (untrusted.test(script)) {
      report(
        'template-injection',
        'error',
        line,
        'Text that strangers choose is put into a script; pass it through env.',
      );
    }
    const shell = asText(step.shell) ?? jobShell ?? (isWindows ? 'pwsh' : 'bash');
    const dialect = /^bash\b/.test(shell) ? 'bash' : /^sh\b/.test(shell) ? 'posix' : undefined;
    if (!dialect) continue;
    const firstLine = line + (script.includes('\n') ? 1 : 0);
    const plain = script.replace(/\$\{\{[^}]*\}\}/g, (expression) => `x${expression.replace(/[^\n]/g, '')}x`);
    await verifyScript(plain, dialect, firstLine, report);
  }
}

async function verifyScript(
  script: string,
  dialect: 'bash' | 'posix',
  firstLine: number,
  report: Report,
): Promise<void> {
  try {
    const problem = await shellProblem(script, dialect);
    if (problem) report('shell-syntax', 'error', firstLine + problem.line - 1, problem.message);
  } catch (error) {
    if (!(error instanceof NotJudgedError)) throw error;
    report('shell-not-judged', 'info', firstLine, 'The script was not judged: the shell parser gave up on it.');
  }
  verifyHabits(script, report, firstLine, false);
}

function verifyGithubScript(step: Mapping, line: number, report: Report): void {
  const script = asText(asMapping(step.with).script);
  if (script !== undefined && /^actions\/github-script@/.test(asText(step.uses) ?? '') && untrusted.test(script)) {
    report(
      'template-injection',
      'error',
      line,
      'Text that strangers choose is put into a script; read it from context.payload.',
    );
  }
}

function defaultShell(source: YamlSource): string | undefined {
  return asText(asMapping(asMapping(asMapping(source.value).defaults).run).shell);
}
