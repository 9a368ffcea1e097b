import type { Task } from '@devops-orchestrator/contracts';
import { readGeneratedFiles, renderGeneratedFiles, settleGeneratedFiles } from '@devops-orchestrator/task-files';
import { sameWork, wasApplied } from './task-work.js';

const task: Task = {
  title: 'A',
  context: '',
  steps: [{ kind: 'file', path: 'a.txt', language: 'text', content: 'a\n', executable: false }],
  checks: [{ id: 'works', tier: 'static', command: 'true', requires: [], timeoutSeconds: 5 }],
  criteria: [{ text: 'It works', checks: ['works'], met: false }],
  commit: 'add a',
};

function withVerdict(verdict: string): Task {
  return { ...task, criteria: [{ text: 'It works', checks: ['works'], met: verdict === 'passed', verdict }] };
}

describe('sameWork', () => {
  it.each<[string, Task, boolean]>([
    ['other words and ticks', { ...withVerdict('passed'), title: 'B', context: 'b', commit: 'b' }, true],
    ['another command', { ...task, checks: [{ ...task.checks[0]!, command: 'false' }] }, false],
    ['a paragraph more', { ...task, steps: [...task.steps, { kind: 'prose', text: 'x' }] }, false],
    [
      'another content',
      { ...task, steps: [{ ...task.steps[0]!, kind: 'file', content: 'b\n' } as Task['steps'][0]] },
      false,
    ],
    ['another time limit', { ...task, checks: [{ ...task.checks[0]!, timeoutSeconds: 6 }] }, false],
    ['another criterion', { ...task, criteria: [{ text: 'It runs', checks: ['works'], met: false }] }, false],
  ])('%s', (_case, other, same) => {
    expect(sameWork(task, other)).toBe(same);
  });

  it('takes a task for the same as its file, where blank lines around prose are lost', () => {
    const withProse = (text: string): Task => ({ ...task, steps: [...task.steps, { kind: 'prose', text }] });
    expect(sameWork(withProse('\n\nx\n'), withProse('x'))).toBe(true);
  });
});

describe('wasApplied', () => {
  const manifest = (files: Record<string, string>) =>
    readGeneratedFiles(
      settleGeneratedFiles(
        renderGeneratedFiles(undefined, {
          written: Object.entries(files).map(([path, content]) => ({ path, content })),
        }),
        Object.keys(files),
      ),
    );
  const two: Task = {
    ...withVerdict('passed'),
    steps: [...task.steps, { kind: 'file', path: 'b.txt', language: 'text', content: 'b\n', executable: false }],
  };

  it.each<[string, Task, Record<string, string>, boolean]>([
    ['written and proved', withVerdict('passed'), { 'a.txt': 'a\n' }, true],
    ['written, and what it needs was missing', withVerdict('skipped: no docker'), { 'a.txt': 'a\n' }, true],
    ['written, and a check failed', withVerdict('failed: no'), { 'a.txt': 'a\n' }, false],
    ['written, and killed before the checks', task, { 'a.txt': 'a\n' }, false],
    ['never written', withVerdict('passed'), {}, false],
    ['written with other content since', withVerdict('passed'), { 'a.txt': 'b\n' }, false],
    ['written beside a file of a person', two, { 'a.txt': 'a\n' }, true],
    ['written in part', two, { 'a.txt': 'a\n', 'b.txt': 'old\n' }, false],
    ['proved, with nothing to write', { ...withVerdict('passed'), steps: [] }, {}, true],
    [
      'ticked by a person, with nothing to write',
      { ...task, steps: [], checks: [], criteria: [{ text: 'x', checks: [], met: true }] },
      {},
      true,
    ],
    ['nothing to write, never run', { ...task, steps: [] }, {}, false],
  ])('%s', (_case, one, files, applied) => {
    expect(wasApplied(one, manifest(files))).toBe(applied);
  });
});
