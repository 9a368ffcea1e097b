import type { Component, RepositoryAnalysis } from '@devops-orchestrator/contracts';
import { analyzeRepository } from '@devops-orchestrator/repo-analysis';
import { withoutGenerated } from '@devops-orchestrator/task-files';
import { openRepository } from '../open-repository.js';
import type { CommandOptions } from '../options.js';
import { signalsOfProcess } from '../signals.js';
import { printJson, printText } from '../terminal/print.js';
import { type Style, styleFor } from '../terminal/style.js';

/** Prints what the repository holds. Exit status 0 also when nothing was found: that is an answer. */
export async function analyzeCommand({ repo, json }: CommandOptions): Promise<number> {
  const { workspace } = openRepository(repo, signalsOfProcess(), () => undefined);
  const analysis = analyzeRepository(withoutGenerated(await workspace.scan()));
  if (json === true) printJson(analysis);
  else printText(process.stdout, describe(analysis, styleFor(process.stdout)));
  return 0;
}

function describe({ components, services, delivery, notes }: RepositoryAnalysis, style: Style): string {
  return [
    components.length === 0 ? 'No component was found.' : style.bold(`${components.length} components`),
    ...components.flatMap((component) => describeComponent(component, style)),
    ...(services.length === 0 ? [] : [style.bold('Backing services')]),
    ...services.map(
      ({ kind, usedBy, evidence }) => `  ${kind} used by ${usedBy.join(', ')} ${cite(evidence[0], style)}`,
    ),
    ...(delivery.length === 0 ? [] : [style.bold('Delivery that exists')]),
    ...delivery.map(({ kind, path }) => `  ${kind}: ${path}`),
    ...(notes.length === 0 ? [] : [style.bold('Notes')]),
    ...notes.map(({ message, evidence }) => `  ${message} ${cite(evidence[0], style)}`),
  ].join('\n');
}

function describeComponent(component: Component, style: Style): readonly string[] {
  const stack = [component.framework, component.language, component.packageManager].filter(
    (word) => word !== undefined,
  );
  const runtime = component.runtime === undefined ? '' : `, ${component.runtime.runtime} ${component.runtime.resolved}`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['install', component.install],
    ['build', component.build],
    ['start', component.start],
    ['port', component.port === undefined ? undefined : String(component.port)],
    ['health', component.healthPath],
    ['services', component.services.length === 0 ? undefined : component.services.join(', ')],
    [
      'variables',
      component.environment.length === 0 ? undefined : component.environment.map(({ name }) => name).join(', '),
    ],
    ['migrations', component.migrations?.command],
  ];
  return [
    `  ${style.bold(component.id)} (${component.kind}) in ${component.path}: ${stack.join(', ')}${runtime} ${cite(component.evidence[0], style)}`,
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`    ${name.padEnd(10)} ${value}`])),
  ];
}

function cite(evidence: { file: string; line: number } | undefined, style: Style): string {
  return evidence === undefined ? '' : style.dim(`${evidence.file}:${evidence.line}`);
}
