import type { AcceptanceCriterion, Task, TaskCheck, TaskStep } from '@devops-orchestrator/contracts';
import fc from 'fast-check';
import { parseTask } from './parse-task.js';
import { parsePlanReadme, renderPlanReadme } from './plan-readme.js';
import { normalizeProse, singleLine } from './prose.js';
import { renderTask } from './render-task.js';
import { tickTask } from './tick-task.js';
import { unsafePathReason } from './unsafe-path-reason.js';

const nasty = fc.constantFrom(
  ...[
    '```',
    '````',
    '~~~',
    '## Verification',
    '## Implementation',
    '```bash check=evil',
    '```sh file=x',
    '<!--',
    '-->',
  ],
  ...[
    '<script>',
    '<div>',
    '\r\n',
    '\n',
    '\n\n',
    '\r',
    '  ',
    '\t',
    '\\',
    '\\`',
    '# x',
    '- [ ] y (a)',
    '> ',
    '    ',
    '\u2028',
  ],
  ...[
    'é',
    '🚀',
    '\0',
    '\u202e',
    '$(x)',
    '"',
    "'",
    '&amp;',
    '===',
    '---',
    '* ',
    '1. ',
    '(a)',
    ' — ',
    '[a]: x',
    'Commit: `x`',
  ],
  ...['```text instruction', '\\## x', '\\```', ' ```', '   ## z', '## ', '##', '`', '{{', 'word'],
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(nasty, { maxLength: 14 }).map((parts) => parts.join('')),
);
const line = text.map(singleLine).filter((value) => value !== '');
const prose = text.map(normalizeProse);
const content = text.map((value) => (value === '' || value.endsWith('\n') ? value : `${value}\n`));
const path = fc
  .oneof(
    text,
    fc.constantFrom(
      'a b',
      'it\'s "q"',
      'a`b',
      'Q&A.py',
      'é/ü',
      'a\nb',
      'x=y',
      'a,b',
      '-rf',
      '$(x)',
      'services/api/Dockerfile',
    ),
  )
  .filter((value) => unsafePathReason(value) === undefined);

const step: fc.Arbitrary<TaskStep> = fc.oneof(
  fc.record({
    kind: fc.constant('file' as const),
    path,
    language: fc.constantFrom('', 'bash', 'dockerfile', 'text', 'c++', 'yaml'),
    content,
    executable: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('prose' as const), text: prose.filter((value) => value !== '') }),
  fc.record({ kind: fc.constant('instruction' as const), text: text.filter((value) => value !== '') }),
);
const check: fc.Arbitrary<TaskCheck> = fc.record(
  {
    id: fc.constantFrom('a', 'b', 'image-builds', 'x1'),
    tier: fc.constantFrom('static' as const, 'tools' as const, 'live' as const),
    command: text.filter((value) => value !== ''),
    requires: fc.array(fc.oneof(line, fc.constantFrom('docker', 'image:node:24', 'a,b', '50%')), { maxLength: 3 }),
    timeoutSeconds: fc.integer({ min: 1, max: 7200 }),
    cleanup: text,
  },
  { requiredKeys: ['id', 'tier', 'command', 'requires', 'timeoutSeconds'] },
);
const task: fc.Arbitrary<Task> = fc
  .record({
    title: line,
    context: prose,
    steps: fc.uniqueArray(step, { maxLength: 6, selector: (item) => (item.kind === 'file' ? fold(item.path) : item) }),
    checks: fc.uniqueArray(check, { maxLength: 3, selector: ({ id }) => id }),
    commit: line.filter((value) => !value.startsWith('feat(infra):')),
  })
  .map((parts) => ({ ...parts, steps: parts.steps.filter((item, at) => !bothProse(item, parts.steps[at - 1])) }))
  .chain((parts) =>
    fc.array(criterion(parts.checks.map(({ id }) => id)), { maxLength: 4 }).map((criteria) => ({ ...parts, criteria })),
  );

function criterion(ids: readonly string[]): fc.Arbitrary<AcceptanceCriterion> {
  return fc.record(
    { text: line, checks: fc.subarray([...ids]), met: fc.boolean(), verdict: line },
    { requiredKeys: ['text', 'checks', 'met'] },
  );
}

function fold(value: string): string {
  return value.normalize('NFC').toLowerCase();
}

function bothProse(step: TaskStep, before: TaskStep | undefined): boolean {
  return step.kind === 'prose' && before?.kind === 'prose';
}

const runs = { numRuns: Number(process.env['TASK_FILE_RUNS'] ?? 300) };

describe('parseTask and renderTask', () => {
  it('read back what was written, whatever the contents hold', () => {
    fc.assert(
      fc.property(task, (value) => {
        expect(parseTask('01-a.md', renderTask(value))).toEqual(value);
      }),
      runs,
    );
  });

  it('change nothing but the criteria when a task is ticked', () => {
    fc.assert(
      fc.property(task, fc.boolean(), (value, met) => {
        const verdicts = value.criteria.map(() => ({ met, verdict: 'passed' }));
        const ticked = tickTask('01-a.md', renderTask(value), verdicts);
        expect(ticked).toBe(
          renderTask({ ...value, criteria: value.criteria.map((item) => ({ ...item, met, verdict: 'passed' })) }),
        );
      }),
      runs,
    );
  });
});

describe('parsePlanReadme and renderPlanReadme', () => {
  it('read back what was written', () => {
    const plan = fc.record({
      feature: fc.constantFrom('shop', 'add-docker-2'),
      title: line,
      overview: prose,
      technicalApproach: prose,
      prerequisites: prose,
      successCriteria: prose,
      infrastructureWorkflow: prose,
      tasks: fc.uniqueArray(
        fc.record({ file: fc.constantFrom('01-a.md', '02-b-c.md', '03-d.md'), title: line, summary: line }),
        { minLength: 1, maxLength: 3, selector: ({ file }) => file },
      ),
    });
    fc.assert(
      fc.property(plan, (value) => {
        expect(parsePlanReadme('README.md', renderPlanReadme(value))).toEqual(value);
      }),
      runs,
    );
  });
});
