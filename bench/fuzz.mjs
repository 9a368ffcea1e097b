// node bench/fuzz.mjs --cases 100000 --seed 1: hostile texts and repositories against everything that reads what others wrote.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import fc from 'fast-check';
import { capabilities } from '@devops-orchestrator/capabilities';
import { OrchestratorError, RepositoryAnalysis } from '@devops-orchestrator/contracts';
import { sanitizeRequest } from '@devops-orchestrator/core-orchestrator';
import { readInventory } from '@devops-orchestrator/infrastructure-inventory';
import { planRequest, readIntent } from '@devops-orchestrator/phase-pm';
import { analyzeRepository } from '@devops-orchestrator/repo-analysis';
import { parsePlanReadme, parseTask, renderPlanReadme, renderTask } from '@devops-orchestrator/task-files';
import { hostileFiles, hostileText, inMemoryTree, problemOf, readFolder } from '@devops-orchestrator/test-kit';
import { verifyFiles } from '@devops-orchestrator/verification';
import { redactSecrets } from '@devops-orchestrator/workspace';

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string' },
  },
});
/** Processor time that one case may take. */
const milliseconds = 250;
const examples = join(import.meta.dirname, '..', 'examples');
const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'repository')));
const repositories = names.map((name) => withoutLongFiles(readFolder(join(examples, name, 'repository'))));
const artifacts = names.map((name) => readFolder(join(examples, name, 'expected')));
const requests = names.map((name) => readFileSync(join(examples, name, 'request.txt'), 'utf8').trim());
const plans = names.map((name, index) => plan(repositories[index], requests[index], name));
const isOurs = (error) => error instanceof OrchestratorError;

const targets = {
  analyzeRepository: {
    share: 0.3,
    values: hostileFiles(repositories),
    run: (files) => RepositoryAnalysis.parse(JSON.parse(JSON.stringify(analyzeRepository(inMemoryTree(files))))),
  },
  readInventory: {
    share: 0.15,
    values: hostileFiles(artifacts),
    run: (files) => readInventory(inMemoryTree(files)),
  },
  verifyFiles: {
    share: 0.15,
    values: fc
      .constantFrom(...artifacts.flatMap((files) => Object.entries(files)))
      .chain(([path, text]) => hostileText([text]).map((content) => ({ path, content }))),
    run: verifyOne,
  },
  planRequest: {
    share: 0.05,
    values: hostileFiles(repositories),
    run: planAndVerify,
    isExpected: isOurs,
  },
  readIntent: {
    share: 0.1,
    values: hostileText([...requests, 'no Kubernetes, but Docker', 'только Docker без CI', 'Dockerize only the api']),
    run: (text) => readIntent(sanitizeRequest(text), capabilities, []),
    isExpected: isOurs,
  },
  parseTask: {
    share: 0.12,
    values: hostileText(plans.flatMap(({ tasks }) => tasks.map(({ task }) => renderTask(task)))),
    run: (text) => parseTask('01-a.md', text),
    isExpected: isOurs,
  },
  parsePlanReadme: {
    share: 0.08,
    values: hostileText(plans.map(({ plan }) => renderPlanReadme(plan))),
    run: (text) => parsePlanReadme('README.md', text),
    isExpected: isOurs,
  },
  redactSecrets: {
    share: 0.05,
    values: hostileText(['postgres://a:b@c/d API_TOKEN=abcdefgh', '-----BEGIN PRIVATE KEY-----\nAAAA\n', 'Bearer abc']),
    run: (text) => redactSecrets(text, ['abcdefgh']),
  },
};

let failures = 0;
for (const [name, { share, values, run, isExpected }] of Object.entries(targets)) {
  if (options.target !== undefined && options.target !== name) continue;
  const cases = Math.ceil(Number(options.cases) * (options.target === undefined ? share : 1));
  const started = performance.now();
  const result = await fc.check(
    fc.asyncProperty(values, async (value) => {
      const problem = await problemOf(() => run(value), { milliseconds }, isExpected);
      if (problem !== undefined) throw new Error(problem);
    }),
    { numRuns: cases, seed: Number(options.seed), interruptAfterTimeLimit: 600_000, markInterruptAsFailure: true },
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
  console.log(
    `${result.failed ? 'FAIL' : 'ok  '} ${name.padEnd(18)} ${result.numRuns} cases, ${seconds} s, ${memory} MB`,
  );
  if (!result.failed) continue;
  failures += 1;
  console.log(`  seed ${result.seed}, path ${result.counterexamplePath}, after ${result.numShrinks} shrinks`);
  console.log(`  ${String(result.errorInstance?.message).split('\n').slice(0, 8).join('\n  ')}`);
  console.log(`  ${JSON.stringify(difference(result.counterexample?.[0])).slice(0, 3000)}`);
}
process.exitCode = failures === 0 ? 0 : 1;

async function verifyOne({ path, content }) {
  const { skipped } = await verifyFiles(inMemoryTree({ [path]: content }), [path]);
  const broken = skipped.find(({ reason }) => reason.includes('the verifier broke'));
  if (broken !== undefined) throw new Error(`${broken.verifier}: ${broken.reason}`);
}

function withoutPurpose(step) {
  return Object.fromEntries(Object.entries(step).filter(([key]) => key !== 'purpose'));
}

/** What is generated for a hostile repository is right: it comes back from its task file, and no verifier finds an error. */
async function planAndVerify(files) {
  const { tasks } = plan(files, 'Make this production-ready', 'shop');
  const written = {};
  for (const { task } of tasks) {
    const read = parseTask('01-a.md', renderTask(task));
    const normal = { ...task, steps: task.steps.map(withoutPurpose) };
    if (!isDeepStrictEqual(read, normal))
      throw new Error(`the task file says something else: ${deviation(read, normal)}`);
    for (const step of task.steps) if (step.kind === 'file') written[step.path] = step.content;
  }
  const { findings } = await verifyFiles(inMemoryTree({ ...files, ...written }), Object.keys(written));
  const wrong = findings.find(({ severity, rule }) => severity === 'error' && rule !== 'file-missing');
  if (wrong !== undefined) throw new Error(`${wrong.path}:${wrong.line} ${wrong.rule}: ${wrong.message}`);
}

function deviation(read, meant) {
  const key = Object.keys(meant).find((name) => !isDeepStrictEqual(read[name], meant[name])) ?? '';
  return `${key} ${JSON.stringify(read[key]).slice(0, 500)} for ${JSON.stringify(meant[key]).slice(0, 500)}`;
}

function plan(files, request, repositoryName) {
  const tree = inMemoryTree(files);
  return planRequest({ request, repositoryName, analysis: analyzeRepository(tree), files: tree });
}

/** Lock files make every case slow and find nothing that their first entries do not. */
function withoutLongFiles(files) {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.slice(0, 20_000)]));
}

/** What of a counterexample is not in any seed. */
function difference(value) {
  if (typeof value !== 'object' || value === null) return value;
  const known = new Map(
    [...repositories, ...artifacts].flatMap((files) => Object.entries(files)).map(([p, t]) => [t, p]),
  );
  return Object.fromEntries(Object.entries(value).filter(([path, text]) => known.get(text) !== path));
}
