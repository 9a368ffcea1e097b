import { OrchestratorError, PlannedTask, type Task, TaskSlot } from '@devops-orchestrator/contracts';
import fc from 'fast-check';
import type { AssembledTask } from './assemble-tasks.js';
import { type ExistingPlan, type ExistingTask, type FollowedTask, followExistingPlan } from './follow-existing-plan.js';

const none: ExistingPlan = { listed: [], tasks: [] };
const [setup, images, pipeline] = TaskSlot.options as [TaskSlot, TaskSlot, TaskSlot];

describe('followExistingPlan', () => {
  it('writes every task of a first plan under its own name', () => {
    const wanted = plan({ [setup]: 'a', [images]: 'a' });
    expect(followExistingPlan(wanted, none)).toEqual(
      wanted.map(({ planned, task }) => ({ planned, action: 'write', task, generated: task, others: [] })),
    );
  });

  it.each<[string, Wanted, ExistingPlan, readonly string[]]>([
    [
      'keeps tasks that ask for the same',
      { [setup]: 'a', [images]: 'a' },
      ran({ [setup]: 'a', [images]: 'a' }),
      [`keep 01-${setup}`, `keep 02-${images}`],
    ],
    [
      'follows an applied task with a new one in its place',
      { [setup]: 'b', [images]: 'a' },
      ran({ [setup]: 'a', [images]: 'a' }),
      [`write 03-${setup}-update`, `keep 02-${images}`],
    ],
    [
      'rewrites a task that was never applied',
      { [setup]: 'b', [images]: 'a' },
      planned({ [setup]: 'a', [images]: 'a' }),
      [`write 01-${setup}`, `keep 02-${images}`],
    ],
    [
      'gives a new slot the next number and its place',
      { [setup]: 'a', [images]: 'a' },
      ran({ [images]: 'a' }),
      [`write 02-${setup}`, `keep 01-${images}`],
    ],
    [
      'drops a slot that is not wanted any more',
      { [images]: 'a' },
      ran({ [setup]: 'a', [images]: 'a' }),
      [`keep 02-${images}`],
    ],
    [
      'takes up a dropped slot again',
      { [setup]: 'a', [images]: 'a' },
      unlist(ran({ [setup]: 'a', [images]: 'a' }), setup),
      [`keep 01-${setup}`, `keep 02-${images}`],
    ],
    [
      'takes the highest number of a slot where no README tells',
      { [setup]: 'b' },
      { ...followed({ [setup]: 'a' }, { [setup]: 'b' }), listed: [] },
      [`keep 02-${setup}-update`],
    ],
    [
      'goes back to an applied task before its update ran',
      { [setup]: 'a' },
      followed({ [setup]: 'a' }, { [setup]: 'b' }, 'planned'),
      [`keep 01-${setup}`],
    ],
    [
      'rewrites an update that never ran',
      { [setup]: 'c' },
      followed({ [setup]: 'a' }, { [setup]: 'b' }, 'planned'),
      [`write 02-${setup}-update`],
    ],
    [
      'follows an update with another one',
      { [setup]: 'c' },
      followed({ [setup]: 'a' }, { [setup]: 'b' }),
      [`write 03-${setup}-update`],
    ],
    [
      'writes a listed task again that a person took away',
      { [setup]: 'a' },
      { ...ran({ [setup]: 'a' }), tasks: [] },
      [`write 01-${setup}`],
    ],
    [
      'writes a task again that cannot be read',
      { [setup]: 'a' },
      { ...ran({ [setup]: 'a' }), tasks: [{ file: `01-${setup}.md`, applied: false }] },
      [`write 01-${setup}`],
    ],
    [
      'leaves the number of a task that a person added',
      { [setup]: 'b' },
      withOwn(ran({ [setup]: 'a' }), '07-warm-the-cache.md'),
      [`write 08-${setup}-update`, 'keep 07-warm-the-cache'],
    ],
    [
      'keeps the place of a task that a person added',
      { [setup]: 'a', [images]: 'a', [pipeline]: 'a' },
      withOwn(ran({ [setup]: 'a', [images]: 'a' }), '07-warm-the-cache.md'),
      [`keep 01-${setup}`, `keep 02-${images}`, 'keep 07-warm-the-cache', `write 08-${pipeline}`],
    ],
    [
      'takes a number that was freed behind 99',
      { [setup]: 'b' },
      withOwn(ran({ [setup]: 'a' }), '99-last.md'),
      [`write 02-${setup}-update`, 'keep 99-last'],
    ],
  ])('%s', (_fact, wanted, existing, expected) => {
    expect(followExistingPlan(plan(wanted), existing).map(shortly)).toEqual(expected);
  });

  it('says in an update what it follows and what differs', () => {
    const [task] = followExistingPlan(plan({ [images]: 'b' }), ran({ [images]: 'a' }));
    expect(task).toMatchObject({
      planned: {
        file: `02-${images}-update.md`,
        title: 'Update the container images',
        summary: `Takes the place of 01-${images}.md: update ${images}/file.txt and add ${images}/b.txt.`,
      },
      task: { title: 'Update the container images', commit: `update ${images}/file.txt and add ${images}/b.txt` },
      others: [`01-${images}.md`],
    });
    expect(task?.task?.context)
      .toBe(`Takes the place of \`01-${images}.md\`: what was planned from has changed since that was carried out.

What differs from it:

- \`${images}/file.txt\` has other content
- \`${images}/b.txt\` is new
- \`${images}/a.txt\` is no part of the plan any more, and is left as it is
- check \`works\` is another

About b`);
  });

  it('keeps what a person changed in a task file while the plan stays', () => {
    const existing = edit(ran({ [images]: 'a' }), (task) => ({ ...task, checks: [], criteria: [] }));
    expect(followExistingPlan(plan({ [images]: 'a' }), existing).map(shortly)).toEqual([`keep 01-${images}`]);
  });

  it.each<['ran' | 'planned', string]>([
    ['ran', `write 02-${images}-update`],
    ['planned', `write 01-${images}`],
  ])('brings what a person added to a task that %s into the next one', (state, expected) => {
    const own = { kind: 'file' as const, path: 'own.txt', language: 'text', content: 'own\n', executable: false };
    const existing = edit(install(followExistingPlan(plan({ [images]: 'a' }), none), none, state), (task) => ({
      ...task,
      steps: [own, ...task.steps],
    }));
    const [task] = followExistingPlan(plan({ [images]: 'b' }), existing);
    expect(shortly(task!)).toBe(expected);
    expect(task?.task?.steps[0]).toEqual(own);
    expect(task?.generated?.steps).not.toContainEqual(own);
    expect(task?.task?.steps).toContainEqual(plan({ [images]: 'b' })[0]?.task.steps[0]);
  });

  it('keeps a task file whose edits contradict the new plan, and shows both', () => {
    const existing = edit(ran({ [images]: 'a' }), (task) => ({
      ...task,
      steps: task.steps.map((step) => (step.kind === 'file' ? { ...step, content: 'mine\n' } : step)),
    }));
    const [task] = followExistingPlan(plan({ [images]: 'b' }), existing);
    expect(task).toMatchObject({ action: 'keep', planned: { file: `01-${images}.md` } });
    expect(task?.conflicts?.flatMap(({ current }) => current)).toContain('mine');
  });

  it('stops when every number is taken, and says what to do', () => {
    const tasks = Array.from({ length: 99 }, (_, index) => ({
      file: `${String(index + 1).padStart(2, '0')}-x.md`,
      applied: false,
    }));
    expect(() => followExistingPlan(plan({ [setup]: 'a' }), { listed: [], tasks })).toThrow(OrchestratorError);
  });

  it('changes nothing the second time, never rewrites what was carried out, and lists each slot once, in order', () => {
    const wanted = fc.dictionary(fc.constantFrom(...TaskSlot.options), fc.constantFrom('a', 'b', 'c'), { minKeys: 1 });
    const round = fc.tuple(wanted, fc.constantFrom<'ran' | 'planned'>('ran', 'planned'));
    fc.assert(
      fc.property(fc.array(round, { maxLength: 8 }), (rounds) => {
        let existing = none;
        for (const [wish, state] of rounds) {
          const next = followExistingPlan(plan(wish), existing);
          const applied = new Set(existing.tasks.filter((task) => task.applied).map(({ file }) => file));
          expect(next.filter(({ action, planned: { file } }) => action === 'write' && applied.has(file))).toEqual([]);
          const slots = next.map(({ planned: { file } }) => TaskSlot.options.findIndex((slot) => file.includes(slot)));
          expect(slots).toEqual(
            Object.keys(wish)
              .map((slot) => TaskSlot.options.indexOf(slot as TaskSlot))
              .sort((a, b) => a - b),
          );
          for (const task of next) PlannedTask.parse(task.planned);
          existing = install(next, existing, state);
          const again = followExistingPlan(plan(wish), existing);
          expect(again.map(({ action }) => action)).toEqual(next.map(() => 'keep'));
          expect(again.map((task) => task.planned)).toEqual(next.map((task) => task.planned));
        }
      }),
    );
  });
});

type Wanted = Partial<Record<TaskSlot, string>>;

function plan(wanted: Wanted): readonly AssembledTask[] {
  const slots = TaskSlot.options.filter((slot) => wanted[slot] !== undefined);
  return slots.map((slot, index) => {
    const file = `${String(index + 1).padStart(2, '0')}-${slot}.md`;
    return { planned: { file, title: 'First', summary: 'Adds it.' }, task: taskOf(slot, wanted[slot]!) };
  });
}

function taskOf(slot: TaskSlot, version: string): Task {
  const step = (path: string, content: string) => ({
    kind: 'file' as const,
    path,
    language: 'text',
    content,
    executable: false,
  });
  return {
    title: 'First',
    context: `About ${version}`,
    steps: [step(`${slot}/file.txt`, `${version}\n`), step(`${slot}/${version}.txt`, 'x\n')],
    checks: [{ id: 'works', tier: 'static', command: `echo ${version}`, requires: [], timeoutSeconds: 5 }],
    criteria: [{ text: 'It works', checks: ['works'], met: false }],
    commit: 'add it',
  };
}

/** The folder after phase 1 wrote the tasks and phase 2 carried them out, or did not come to it. */
function install(next: readonly FollowedTask[], before: ExistingPlan, state: 'ran' | 'planned'): ExistingPlan {
  const tasks = new Map(before.tasks.map((task) => [task.file, task]));
  for (const {
    planned: { file },
    action,
    task,
    generated,
  } of next) {
    const known = tasks.get(file);
    const entry: ExistingTask =
      action === 'write' ? { file, task: task!, generated: generated!, applied: false } : known!;
    tasks.set(file, { ...entry, applied: state === 'ran' || entry.applied });
  }
  return { listed: next.map((task) => task.planned), tasks: [...tasks.values()] };
}

function ran(wanted: Wanted): ExistingPlan {
  return install(followExistingPlan(plan(wanted), none), none, 'ran');
}

function planned(wanted: Wanted): ExistingPlan {
  return install(followExistingPlan(plan(wanted), none), none, 'planned');
}

function followed(first: Wanted, second: Wanted, state: 'ran' | 'planned' = 'ran'): ExistingPlan {
  return install(followExistingPlan(plan(second), ran(first)), ran(first), state);
}

function unlist(existing: ExistingPlan, slot: TaskSlot): ExistingPlan {
  return { ...existing, listed: existing.listed.filter(({ file }) => !file.includes(slot)) };
}

function withOwn(existing: ExistingPlan, file: string): ExistingPlan {
  return {
    listed: [...existing.listed, { file, title: 'Own', summary: '' }],
    tasks: [...existing.tasks, { file, task: taskOf(setup, 'own'), applied: true }],
  };
}

function edit(existing: ExistingPlan, change: (task: Task) => Task): ExistingPlan {
  return { ...existing, tasks: existing.tasks.map((one) => ({ ...one, task: change(one.task!) })) };
}

function shortly({ action, planned: { file } }: FollowedTask): string {
  return `${action} ${file.replace(/\.md$/, '')}`;
}
