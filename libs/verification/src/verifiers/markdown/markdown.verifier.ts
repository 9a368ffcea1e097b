import { collectFindings, NotJudgedError } from '../../verifier.js';
import type { Report, Verifier } from '../../verifier.js';
import { readYaml } from '../../yaml/read-yaml.js';
import { jsonProblem } from '../data/data.verifier.js';
import { shellProblem } from '../shell/shell-syntax.js';
import { verifyLinks } from './link-rules.js';
import { readMarkdown } from './markdown-blocks.js';
import type { MarkdownFence } from './markdown-blocks.js';

/** Judges Markdown: links and anchors lead somewhere, fences are closed and hold what they say, nothing of a template is left. */
export const markdownVerifier: Verifier = {
  id: 'markdown',
  kinds: ['markdown'],
  async verify({ path, content, tree }) {
    const { findings, report } = collectFindings(path);
    const { fences, lines, unclosed } = readMarkdown(content);
    if (unclosed !== undefined) report('markdown-fence', 'error', unclosed, 'This fence is not closed.');
    verifyLinks({ path, content, tree }, lines, report);
    verifyLeftovers(lines, report);
    const known = fences.slice(0, mostFences);
    for (const fence of known) await verifyFence(fence, report);
    const [first] = fences.slice(mostFences);
    if (first !== undefined)
      report('fences-not-judged', 'info', first.line, `Only the first ${mostFences} blocks of code were judged.`);
    return findings;
  },
};

/** A parser starts for each; no document that people read has as many. */
const mostFences = 100;

/** Traces of a program in prose; code is left out, where they can be meant. */
const leftovers: readonly { rule: string; severity: 'error' | 'warning'; pattern: RegExp; what: string }[] = [
  { rule: 'template-leak', severity: 'error', pattern: /\[object Object\]/, what: '[object Object]' },
  {
    rule: 'template-leak',
    severity: 'warning',
    pattern: /\{\{[^}]{0,200}\}\}|\{\{[#/>]/,
    what: 'a template expression',
  },
  {
    rule: 'template-leak',
    severity: 'warning',
    pattern: /(?:[:|=(]|^[-*])\s*(?:undefined|NaN)\s*(?:[|).,]|$)/,
    what: 'undefined or NaN',
  },
];

function verifyLeftovers(lines: readonly string[], report: Report): void {
  lines.forEach((line, index) => {
    const prose = line.length > 20_000 ? '' : line.replace(/`[^`]*`/g, '');
    for (const { rule, severity, pattern, what } of leftovers) {
      if (pattern.test(prose)) report(rule, severity, index + 1, `The text shows ${what}.`);
    }
  });
}

async function verifyFence({ language, text, line }: MarkdownFence, report: Report): Promise<void> {
  const shift: Report = (rule, severity, inner, message) => report(rule, severity, line + inner, message);
  if (language === 'yaml' || language === 'yml') {
    if (!/\{\{|\{%|^[ \t]*\.\.\.\s*$/m.test(text))
      readYaml(text, (rule, _, inner, message) => shift(rule, 'warning', inner, message));
  } else if (language === 'json') {
    const problem = jsonProblem(text);
    if (problem && !/\.\.\.|…|^[ \t]*\/\//m.test(text))
      report('json-syntax', 'warning', line + problem.line, problem.message);
  } else if (language === 'bash' || language === 'sh') {
    await verifyShellFence(text, language, shift);
  } else if (language === 'mermaid') {
    const { mermaidProblem } = await import('./mermaid-problem.js');
    const problem = await mermaidProblem(text);
    if (problem) report('mermaid-syntax', 'error', line + problem.line, problem.message);
  }
}

async function verifyShellFence(text: string, language: 'bash' | 'sh', report: Report): Promise<void> {
  if (/^[ \t]*[$>] |\.\.\.|<[\w -]+>|…/m.test(text)) return;
  try {
    const problem = await shellProblem(text, language === 'bash' ? 'bash' : 'posix');
    if (problem) report('shell-syntax', 'warning', problem.line, problem.message);
  } catch (error) {
    if (!(error instanceof NotJudgedError)) throw error;
    report('shell-not-judged', 'info', 1, 'This fence was not judged: the shell parser gave up on it.');
  }
}
