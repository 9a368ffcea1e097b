import { ProofTier, TaskCheck } from '@devops-orchestrator/contracts';
import { readFence } from './fence.js';
import type { Fence } from './fence.js';
import { readInfo, refuseNestedFence } from './parse-steps.js';
import type { MarkdownDocument } from './task-document.js';

/** Long enough for a linter or a test, short enough to notice; a check that builds an image states its own. */
const defaultTimeoutSeconds = 300;
const shells = ['bash', 'sh', 'shell', 'console'];

/** Reads `## Verification`. @throws {TaskFileError} when a fence there is no check, or two have one id. */
export function parseChecks(document: MarkdownDocument): TaskCheck[] {
  const checks: TaskCheck[] = [];
  for (const node of document.section('Verification').nodes) {
    refuseNestedFence(document, node);
    const fence = readFence(node, document.source);
    if (!fence || !isCheck(fence)) continue;
    const check = readCheck(document, fence);
    if (checks.some(({ id }) => id === check.id)) throw document.fail(fence.start, `check "${check.id}" comes twice`);
    checks.push(check);
  }
  return checks;
}

/** A block of shell must be a check: else it looks proved and is never run. */
function isCheck({ info }: Fence): boolean {
  return /(?:^|\s)check=/.test(info) || shells.includes(info.split(/\s/, 1)[0] ?? '');
}

function readCheck(document: MarkdownDocument, fence: Fence): TaskCheck {
  const info = readInfo(document, fence, ['check', 'tier', 'requires', 'timeout', 'cleanup']);
  const values = new Map(info.attributes.map(({ name, value }) => [name, value]));
  const command = fence.content.replace(/\n$/, '');
  const requires = (values.get('requires') ?? '').split(',').filter(Boolean).map(decodeItem);
  const cleanup = values.get('cleanup');
  const parsed = TaskCheck.safeParse({
    id: values.get('check'),
    tier: values.get('tier') ?? impliedTier(command, requires),
    command,
    requires,
    timeoutSeconds: Number(values.get('timeout') ?? defaultTimeoutSeconds),
    ...(cleanup === undefined ? {} : { cleanup }),
  });
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path[0];
  throw document.fail(fence.start, reasons[String(field)] ?? 'the check is not complete');
}

const reasons: Record<string, string> = {
  id: 'expected check=ID, an id of a-z, 0-9 and "-"',
  tier: `expected tier=${ProofTier.options.join('|')}`,
  command: 'the check has no command',
  timeoutSeconds: 'expected timeout=SECONDS, a whole number from 1 to 7200',
};

function impliedTier(command: string, requires: readonly string[]): ProofTier {
  if (command.startsWith('devops-orchestrator verify ')) return 'static';
  return requires.some((item) => /^(?:docker$|compose$|image:)/.test(item)) ? 'live' : 'tools';
}

function decodeItem(item: string): string {
  return item.replace(/%25|%2C/gi, decodeURIComponent);
}
