import { renderTemplate } from '@devops-orchestrator/templates';
import type { Component } from '@devops-orchestrator/contracts';
import { buildCommand, composeCommand, developmentFiles, scriptCommand } from '../delivery-commands.js';
import type { DeliveryFacts } from '../delivery-facts.js';
import { bullets, code, codes, text } from '../markdown-text.js';
import { documentPaths, relatedLinks, step } from './document-input.js';
import type { BuiltDocument, DocumentInput, Step } from './document-input.js';
import { hostPort } from './inventory-tables.js';

/** Local set-up, building containers, running tests, debugging. */
export function buildDevSetup(input: DocumentInput): BuiltDocument {
  const { feature } = input;
  const needed = prerequisites(input.facts);
  const steps = setupSteps(input);
  const body = renderTemplate('docs/dev-setup.md', {
    title: text(input.title),
    related: relatedLinks(feature, 'dev-setup'),
    prerequisites: bullets(needed, ''),
    steps,
    builds: buildSteps(input),
    tests: testSteps(input),
    debugging: debugging(input),
  });
  return {
    kind: 'dev-setup',
    path: documentPaths(feature)['dev-setup'],
    body,
    counts: { setupSteps: steps.length, prerequisites: needed.length },
  };
}

/** What a machine must have for the files that are there. */
export function prerequisites({ inventory, builds, compose }: DeliveryFacts): string[] {
  const usesCompose = Object.values(compose).flat().length > 0;
  return [
    'Git, and a clone of this repository',
    ...(usesCompose ? ['Docker Engine with Compose v2 (`docker compose version` answers)'] : []),
    ...(builds.length > 0 && !usesCompose ? ['Docker Engine'] : []),
    ...(inventory.scripts.length > 0 ? ['Bash'] : []),
  ];
}

function setupSteps({ facts, command }: DocumentInput): Step[] {
  const files = developmentFiles(facts);
  const { environment } = facts.scripts;
  const example = facts.inventory.files.find(({ kind }) => kind === 'env-example');
  const folder = example?.path.includes('/') === true ? example.path.slice(0, example.path.lastIndexOf('/') + 1) : '';
  return [
    ...(environment
      ? [
          step(
            'Make the environment file',
            'It writes `.env` with random values for secrets, and never overwrites one.',
            command(scriptCommand(environment)),
          ),
        ]
      : []),
    ...(!environment && example && plainPath(example.path)
      ? [
          step(
            'Make the environment file',
            `Copy the example and fill in what it leaves empty.`,
            command(`cp --no-clobber ${example.path} ${folder}.env`),
          ),
        ]
      : []),
    ...(files.length > 0
      ? [
          step(
            'Start everything',
            'The command returns when every service is healthy.',
            command(composeCommand(files, 'up --detach --build --wait')),
          ),
          step('Open it', addresses(facts, files)),
          step('Stop it', 'Data on volumes stays.', command(composeCommand(files, 'down'))),
        ]
      : [step('Run the code', 'No compose file runs this application: start it as the README of the project says.')]),
  ];
}

function addresses({ inventory }: DeliveryFacts, files: readonly string[]): string {
  const open = inventory.services
    .filter(({ path }) => files.includes(path))
    .flatMap(({ name, ports }) =>
      ports.flatMap(({ host, container }) =>
        host === undefined || host === '0'
          ? []
          : [`${code(name)}: port ${code(String(container))}, published as ${hostPort(host)}`],
      ),
    );
  return bullets([...new Set(open)], 'No service publishes a port.');
}

function buildSteps({ facts, command }: DocumentInput): Step[] {
  const builds = facts.builds.filter(({ dockerfile, context }) => plainPath(dockerfile) && plainPath(context));
  if (builds.length === 0) return [step('Images', 'There is no Dockerfile to build here.')];
  return builds.map((build) => step(`${code(build.dockerfile)}`, command(buildCommand(build))));
}

function plainPath(path: string): boolean {
  return /^[\w@%+=:,./-]+$/.test(path) && !path.startsWith('-');
}

function testSteps({ facts, analysis, command }: DocumentInput): Step[] {
  const components = (analysis?.components ?? []).filter(({ test }) => test !== undefined);
  const steps = [
    ...components.map((component) => componentTest(component)),
    ...(facts.testScripts.length > 0
      ? [step('Infrastructure tests', command(...facts.testScripts.map((script) => scriptCommand(script))))]
      : []),
    ...(facts.scripts.smoke ? [step('Smoke test', command(scriptCommand(facts.scripts.smoke)))] : []),
  ];
  return steps.length > 0 ? steps : [step('Tests', 'No test of the infrastructure is in this repository.')];
}

/** The project's own command, as the analysis read it: untrusted, so shown and not offered for running. */
function componentTest({ name, path, test }: Component): Step {
  return step(`Tests of ${text(name)}`, `In ${code(path)} the project states ${code(test ?? '')}.`);
}

function debugging({ facts, command }: DocumentInput): Step[] {
  const files = developmentFiles(facts);
  const { inventory } = facts;
  const services = facts.services.filter(({ entries }) => entries.some(({ path }) => files.includes(path)));
  const first = services.find(({ name }) => /^[A-Za-z0-9][\w.-]*$/.test(name));
  return [
    ...(files.length > 0 && first
      ? [
          step(
            'Follow the log of one service',
            `Services: ${codes(services.map(({ name }) => name))}.`,
            command(composeCommand(files, `logs --follow ${first.name}`)),
          ),
          step(
            'See the configuration as Compose reads it',
            'It prints values, secrets too: do not paste it anywhere.',
            command(composeCommand(files, 'config')),
          ),
          step('Start from nothing', 'This deletes local data.', command(composeCommand(files, 'down --volumes'))),
        ]
      : []),
    ...(inventory.images.length > 0
      ? [
          step(
            'An image differs from what you expect',
            'Build without the cache to rule it out; `docker image history` shows each layer.',
          ),
        ]
      : []),
    ...(inventory.pipelines.length > 0
      ? [
          step(
            'The pipeline disagrees with your machine',
            `Compare versions: ${codes(inventory.pipelines.map(({ path }) => path))} state what the pipeline uses.`,
          ),
        ]
      : []),
    ...(files.length === 0 && inventory.images.length + inventory.pipelines.length === 0
      ? [step('Where to look', 'There is no infrastructure here to debug.')]
      : []),
  ];
}
