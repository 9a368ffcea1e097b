import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { capabilities } from '@devops-orchestrator/capabilities';
import { OrchestratorError, redactSecrets, RepositoryAnalysis } from '@devops-orchestrator/contracts';
import { sanitizeRequest } from '@devops-orchestrator/core-orchestrator';
import { readInventory } from '@devops-orchestrator/infrastructure-inventory';
import { planRequest, readIntent } from '@devops-orchestrator/phase-pm';
import { analyzeRepository } from '@devops-orchestrator/repo-analysis';
import { parsePlanReadme, parseTask, renderPlanReadme, renderTask } from '@devops-orchestrator/task-files';
import { hostileFiles, hostileText, inMemoryTree, readFolder } from '@devops-orchestrator/test-kit';
import { verifyFiles } from '@devops-orchestrator/verification';
import fc from 'fast-check';
import { root } from './repository.js';

/** Something that reads what others wrote, and what it is fed with. */
export interface FuzzTarget {
  name: string;
  /** Part of all cases; those that are slow get fewer. */
  share: number;
  values: fc.Arbitrary<unknown>;
  run(value: never): unknown;
  /** Absent: nothing may be thrown at all. */
  throwsOurs?: true;
}

type Files = Readonly<Record<string, string>>;

const examples = join(root, 'examples');
const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'repository')));
const repositories = names.map((name) => withoutLongFiles(readFolder(join(examples, name, 'repository'))));
const artifacts = names.map((name) => readFolder(join(examples, name, 'expected')));
const requests = names.map((name) => readFileSync(join(examples, name, 'request.txt'), 'utf8').trim());
const plans = names.map((name, index) => plan(repositories[index] ?? {}, requests[index] ?? '', name));

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'analyzeRepository',
    share: 0.4,
    values: hostileFiles(repositories),
    run: (files: Files) => RepositoryAnalysis.parse(JSON.parse(JSON.stringify(analyzeRepository(inMemoryTree(files))))),
  },
  {
    name: 'readInventory',
    share: 0.12,
    values: hostileFiles(artifacts),
    run: (files: Files) => readInventory(inMemoryTree(files)),
  },
  {
    name: 'verifyFiles',
    share: 0.05,
    values: fc
      .constantFrom(...artifacts.flatMap((files) => Object.entries(files)))
      .chain(([path, text]) => hostileText([text]).map((content) => ({ [path]: content }))),
    run: verifyOne,
  },
  {
    name: 'planRequest',
    share: 0.003,
    values: hostileFiles(repositories),
    run: planAndVerify,
    throwsOurs: true,
  },
  {
    name: 'readIntent',
    share: 0.2,
    values: hostileText([...requests, 'no Kubernetes, but Docker', 'только Docker без CI', 'Dockerize only the api']),
    run: (text: string) => readIntent(sanitizeRequest(text), capabilities, []),
    throwsOurs: true,
  },
  {
    name: 'parseTask',
    share: 0.1,
    values: hostileText(plans.flatMap(({ tasks }) => tasks.map(({ task }) => renderTask(task)))),
    run: (text: string) => parseTask('01-a.md', text),
    throwsOurs: true,
  },
  {
    name: 'parsePlanReadme',
    share: 0.1,
    values: hostileText(plans.map(({ plan }) => renderPlanReadme(plan))),
    run: (text: string) => parsePlanReadme('README.md', text),
    throwsOurs: true,
  },
  {
    name: 'redactSecrets',
    share: 0.027,
    values: hostileText(['postgres://a:b@c/d API_TOKEN=abcdefgh', '-----BEGIN PRIVATE KEY-----\nAAAA\n', 'Bearer abc']),
    run: (text: string) => redactSecrets(text, ['abcdefgh']),
  },
];

export function isOurs(error: unknown): boolean {
  return error instanceof OrchestratorError;
}

async function verifyOne(files: Files): Promise<void> {
  const { skipped } = await verifyFiles(inMemoryTree(files), Object.keys(files));
  const broken = skipped.find(({ reason }) => reason.includes('the verifier broke'));
  if (broken !== undefined) throw new Error(`${broken.verifier}: ${broken.reason}`);
}

/** What is generated for a hostile repository is right: it comes back from its task file, and no verifier finds an error. */
async function planAndVerify(files: Files): Promise<void> {
  const { tasks } = plan(files, 'Make this production-ready', 'shop');
  const written: Record<string, string> = {};
  for (const { task } of tasks) {
    const meant = {
      ...task,
      steps: task.steps.map((step) => Object.fromEntries(Object.entries(step).filter(([key]) => key !== 'purpose'))),
    };
    const read = parseTask('01-a.md', renderTask(task));
    if (!isDeepStrictEqual(read, meant)) throw new Error(`the task file of "${task.title}" says something else`);
    for (const step of task.steps) if (step.kind === 'file') written[step.path] = step.content;
  }
  const { findings } = await verifyFiles(inMemoryTree({ ...files, ...written }), Object.keys(written));
  const wrong = findings.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw new Error(`${wrong.path}:${wrong.line} ${wrong.rule}: ${wrong.message}`);
}

function plan(files: Files, request: string, repositoryName: string) {
  const tree = inMemoryTree(files);
  return planRequest({ request, repositoryName, analysis: analyzeRepository(tree), files: tree });
}

/** Lock files make every case slow and find nothing that their first entries do not. */
function withoutLongFiles(files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.slice(0, 20_000)]));
}
