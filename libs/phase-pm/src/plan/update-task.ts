import type { Task, TaskFileStep, TaskSlot } from '@devops-orchestrator/contracts';
import type { AssembledTask } from './assemble-tasks.js';
import { quoteText } from './build-plan.js';
import { joinWords } from './feature-name.js';

const subjects: Readonly<Record<TaskSlot, string>> = {
  'setup-infrastructure-requirements': 'the infrastructure requirements',
  'create-dockerfiles': 'the container images',
  'configure-ci-cd-pipeline': 'the CI/CD pipeline',
  'implement-monitoring': 'monitoring',
  'create-deployment-scripts': 'the deployment scripts',
  'add-tests-and-validation': 'tests and validation',
};

const namedPaths = 3;

/** The wanted task as the successor of one that was carried out: it says what differs, and asks for the whole slot. */
export function updateTask(slot: TaskSlot, wanted: AssembledTask, earlierFile: string, earlier: Task): AssembledTask {
  const title = `Update ${subjects[slot]}`;
  const files = compareFiles(earlier, wanted.task);
  const lines = differences(files, earlier, wanted.task);
  const work = describeWork(slot, files);
  return {
    planned: {
      file: wanted.planned.file,
      title,
      summary: `Takes the place of ${earlierFile}: ${work}.`,
    },
    task: {
      ...wanted.task,
      title,
      context: [
        `Takes the place of ${quoteText(earlierFile)}: what was planned from has changed since that was carried out.`,
        ['What differs from it:', '', ...lines.map((line) => `- ${line}`)].join('\n'),
        wanted.task.context,
      ].join('\n\n'),
      commit: work,
    },
  };
}

interface FileDifferences {
  changed: readonly string[];
  added: readonly string[];
  dropped: readonly string[];
}

function compareFiles(earlier: Task, wanted: Task): FileDifferences {
  const [before, after] = [filesOf(earlier), filesOf(wanted)];
  const paths = [...after.keys()];
  const differs = (path: string): boolean => {
    const [one, other] = [before.get(path), after.get(path)];
    return one?.content !== other?.content || one?.executable !== other?.executable;
  };
  return {
    changed: paths.filter((path) => before.has(path) && differs(path)),
    added: paths.filter((path) => !before.has(path)),
    dropped: [...before.keys()].filter((path) => !after.has(path)),
  };
}

function differences({ changed, added, dropped }: FileDifferences, earlier: Task, wanted: Task): readonly string[] {
  const before = new Map(earlier.checks.map((check) => [check.id, JSON.stringify(check)]));
  const checks = wanted.checks.filter((check) => before.get(check.id) !== JSON.stringify(check));
  const known = new Set(wanted.checks.map(({ id }) => id));
  const lines = [
    ...changed.map((path) => `${quoteText(path)} has other content`),
    ...added.map((path) => `${quoteText(path)} is new`),
    ...dropped.map((path) => `${quoteText(path)} is no part of the plan any more, and is left as it is`),
    ...checks.map(({ id }) => `check ${quoteText(id)} is ${before.has(id) ? 'another' : 'new'}`),
    ...earlier.checks.filter(({ id }) => !known.has(id)).map(({ id }) => `check ${quoteText(id)} is no longer made`),
  ];
  return lines.length > 0 ? lines : ['its instructions or acceptance criteria'];
}

/** Subject of the commit: `update a.yaml and b.yaml and add c.conf`. */
function describeWork(slot: TaskSlot, { changed, added }: FileDifferences): string {
  const parts = [
    ...(changed.length === 0 ? [] : [`update ${namePaths(changed)}`]),
    ...(added.length === 0 ? [] : [`add ${namePaths(added)}`]),
  ];
  return parts.length === 0 ? `update ${subjects[slot]}` : parts.join(' and ');
}

function namePaths(paths: readonly string[]): string {
  if (paths.length <= namedPaths) return joinWords(paths);
  return `${paths.slice(0, namedPaths - 1).join(', ')} and ${paths.length - namedPaths + 1} more files`;
}

function filesOf({ steps }: Task): ReadonlyMap<string, TaskFileStep> {
  return new Map(steps.flatMap((step) => (step.kind === 'file' ? [[step.path, step] as const] : [])));
}
