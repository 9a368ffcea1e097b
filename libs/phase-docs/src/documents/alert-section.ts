import type { InventoryAlert } from './inventory-types.js';
import { composeCommand, operatedFiles, scriptCommand } from '../delivery-commands.js';
import { bullets, code, fence, plainText, text } from '../markdown-text.js';
import { step } from './document-input.js';
import type { DocumentInput, Step } from './document-input.js';

/** What an expression measures decides what to look at first. The first match counts. */
const responses: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /(?:\b|_)up\b|probe_success|absent\s{0,5}\(/,
    [
      'A target does not answer: see whether its container runs, and why it stopped.',
      'Restart the service once. If it falls again, roll back.',
    ],
  ],
  [
    /config\w{0,40}reload|reload_success/i,
    [
      'A server refused its configuration and goes on with the old one: its log names file and line.',
      'Correct the file, or take the last change back.',
    ],
  ],
  [
    /5\.\.|error|fail|exception/i,
    ['Requests fail: find the first error in the logs and when it began.', 'If it began with a deployment, roll back.'],
  ],
  [
    /quantile|duration|latency|seconds_bucket/i,
    [
      'Answers are slow: look for one slow dependency before the whole.',
      'If load is the cause, scale; if a deployment is, roll back.',
    ],
  ],
  [
    /memory|rss|heap|oom/i,
    [
      'Memory runs out: see which container grows and whether it was killed.',
      'Restart the growing service, then raise its limit or fix the leak.',
    ],
  ],
  [
    /cpu|\bload\d?\b|node_load|throttl/i,
    ['CPU is short: see which container takes it.', 'Scale the service or raise its limit.'],
  ],
  [/filesystem|disk|volume|inode/i, ['Storage fills up: see what grew.', 'Free space, then enlarge the volume.']],
  [
    /connection|pool|lag|replica|deadlock|queue/i,
    [
      'A backing service is under pressure: look at its connections and its logs.',
      'Stop what floods it; restart the client services if they hold connections.',
    ],
  ],
];
const otherwise = [
  'Compare the expression with its graph: since when, and what changed then.',
  'If it began with a deployment, roll back.',
] as const;

/** One section of the runbook: meaning, first checks, actions. */
export function alertSection(alert: InventoryAlert, { facts, command }: DocumentInput): Step {
  const actions = responses.find(([pattern]) => pattern.test(`${alert.name} ${alert.expression}`))?.[1] ?? otherwise;
  const files = operatedFiles(facts);
  const words = new Set(`${alert.expression} ${alert.summary ?? ''}`.slice(0, 5000).split(/[^\w.-]+/));
  const named = facts.services.find(({ name }) => words.has(name) && /^[A-Za-z0-9][\w.-]*$/.test(name));
  const service = named === undefined ? '' : ` ${named.name}`;
  const checks = [
    ...(files.length > 0
      ? [composeCommand(files, 'ps --all'), composeCommand(files, `logs --since 15m --tail 200${service}`)]
      : []),
    ...(files.length === 0 && facts.scripts.smoke ? [scriptCommand(facts.scripts.smoke)] : []),
  ];
  return step(
    `Alert: ${text(alert.name)}`,
    `**Meaning:** ${alert.summary === undefined ? 'the rule states no summary; the expression below holds.' : code(alert.summary)} Severity ${alert.severity === undefined ? 'not stated' : text(alert.severity)}, fires ${alert.for === undefined ? 'at once' : `after ${text(alert.for)}`}. Rule: ${code(alert.name)} in ${code(alert.path)}, line ${alert.line}; ${alert.tested ? 'a unit test proves that it fires' : 'no unit test names it'}.`,
    fence(
      'promql',
      alert.expression
        .split('\n')
        .map((line) => plainText(line, 500))
        .join('\n'),
    ),
    '**First checks:**',
    checks.length > 0 ? command(...checks) : 'Open the target that the expression names and read its logs.',
    `**Actions:**\n\n${bullets([...actions, ...(alert.runbook === undefined ? [] : [`The rule names a runbook of its own: ${runbookLink(alert.runbook, facts.inventory.files)}`])], '')}`,
  );
}

/** A link when the rule names a file that is there; the text of the rule otherwise. */
function runbookLink(runbook: string, files: DocumentInput['facts']['inventory']['files']): string {
  const [path = '', anchor] = runbook.split('#');
  const known = files.some((file) => file.path === path) && /^[\w./-]+$/.test(path) && /^[\w-]*$/.test(anchor ?? '');
  return known ? `[${text(path)}](../../${path}${anchor === undefined ? '' : `#${anchor}`})` : code(runbook);
}
