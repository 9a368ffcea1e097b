import { NotJudgedError, collectFindings } from '../../verifier.js';
import type { Report, Verifier } from '../../verifier.js';
import { shellProblem } from './shell-syntax.js';

/** Judges shell scripts: whether they parse in the shell they name, and habits that lose errors or files. */
export const shellVerifier: Verifier = {
  id: 'shell',
  kinds: ['shell'],
  async verify({ path, content }) {
    const { findings, report } = collectFindings(path);
    const dialect = dialectOf(content);
    if (!dialect) throw new NotJudgedError('the script names a shell that is not judged here');
    const problem = await shellProblem(content, dialect);
    if (problem) report('shell-syntax', 'error', problem.line, problem.message);
    if (content.includes('\r\n'))
      report('shell-line-ends', 'error', 1, 'Windows line ends: the shell takes \\r as part of each command.');
    if (content.trim() !== '' && !content.startsWith('#!')) {
      report('SC2148', 'warning', 1, 'The first line names no shell: add #!/usr/bin/env bash.');
    }
    verifyHabits(content, report);
    return findings;
  },
};

/** Rules on what a script does, also used for commands inside other files. */
export function verifyHabits(content: string, report: Report, firstLine = 1, isScript = true): void {
  const code = content.split('\n').map((line) => (line.length > 5000 ? '' : line.replace(/(^|\s)#.*$/, '$1')));
  if (
    isScript &&
    !code.some((line) => /^\s*(set\s+-\w*e|set\s+(-\w+\s+)*-o\s+errexit)/.test(line)) &&
    !/^#!.*\s-\w*e/.test(content)
  ) {
    const commands = code.filter((line) => line.trim() !== '').length;
    if (commands > 1)
      report('shell-errexit', 'warning', 1, 'The script goes on after a command failed: add set -euo pipefail.');
  }
  code.forEach((line, index) => {
    const at = firstLine + index;
    const unquoted = line.replace(/"(?:\\.|[^"\\])*"|'[^']*'/g, '""');
    if (/(^|[\s;&|(])rm\s+(-\w+\s+)*-\w*[rR]\w*\s+([^;&|]*\s)?\$\{?\w+(?![\w:?}]*:\?)/.test(unquoted)) {
      report(
        'SC2115',
        'warning',
        at,
        'rm -r on an unquoted variable: empty or with a space, it deletes something else.',
      );
    }
    if (/\brm\s+(-\w+\s+)*-\w*r\w*\s+(--\s+)?"?\$\{?\w+\}?"?\/(\*|\s|$)/.test(line)) {
      report('SC2115', 'warning', at, 'If the variable is empty this deletes from /; write "${NAME:?}/".');
    }
    if (/\b(curl|wget)\b[^|;&]*\|\s*(sudo\s+)?(ba|da|z)?sh\b/.test(unquoted)) {
      report(
        'pipe-to-shell',
        'warning',
        at,
        'What is downloaded runs unseen; download, compare its checksum, then run it.',
      );
    }
    if (/(^|[\s;&|])chmod\s+(-R\s+)?0?777\b/.test(unquoted))
      report('shell-chmod-777', 'warning', at, 'chmod 777 lets everyone write.');
  });
}

function dialectOf(content: string): 'bash' | 'posix' | undefined {
  const first = /^#!.*\b(bash|dash|ash|sh|zsh|ksh|python3?|node|perl|ruby|fish)\b/.exec(
    content.split('\n')[0] ?? '',
  )?.[1];
  if (first === undefined) return content.startsWith('#!') ? undefined : 'bash';
  if (first === 'bash') return 'bash';
  return ['sh', 'dash', 'ash'].includes(first) ? 'posix' : undefined;
}
