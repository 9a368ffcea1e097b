import { renderTemplate } from '@devops-orchestrator/templates';
import type { InventoryScript } from '@devops-orchestrator/contracts';
import type { CommandVerdict } from '../command-verdicts.js';
import { code, codes, fence, plainLines, table, text } from '../markdown-text.js';
import { documentPaths, relatedLinks } from './document-input.js';
import type { BuiltDocument, DocumentInput } from './document-input.js';
import {
  alertTable,
  fileTable,
  networkTable,
  portTable,
  serviceTable,
  variableTable,
  volumeTable,
} from './inventory-tables.js';

/** Every variable, file, command, port, network and volume. */
export function buildReference(
  input: DocumentInput,
  commands: readonly string[],
  judge: (command: string) => CommandVerdict,
): BuiltDocument {
  const { inventory } = input.facts;
  const body = renderTemplate('docs/reference.md', {
    title: text(input.title),
    related: relatedLinks(input.feature, 'reference'),
    variables: variableTable(inventory),
    secrets: table(
      ['Secret', 'Pipeline'],
      inventory.pipelines.flatMap(({ secrets, path }) => secrets.map((secret) => [code(secret), code(path)])),
      'No pipeline uses a secret of its own.',
    ),
    files: fileTable(inventory),
    commands: commandTable(commands, judge),
    scripts: inventory.scripts.map(scriptEntry),
    services: serviceTable(inventory),
    ports: portTable(input.facts),
    networks: networkTable(inventory),
    volumes: volumeTable(inventory),
    pipelines: pipelineTable(input),
    alerts: alertTable(inventory),
  });
  return {
    kind: 'reference',
    path: documentPaths(input.feature).reference,
    body,
    counts: {
      environmentVariables: inventory.environment.length,
      commands: commands.length,
      files: inventory.files.length,
    },
  };
}

function commandTable(commands: readonly string[], judge: (command: string) => CommandVerdict): string {
  return table(
    ['Command', 'Tested', 'By'],
    commands.map((command) => {
      const { verdict, reason } = judge(command);
      return [code(command), verdict === 'skipped' ? 'not run' : verdict, text(reason)];
    }),
    'There is no command to run.',
  );
}

function scriptEntry({ path, description, usage, variables }: InventoryScript): { title: string; body: string } {
  const parts = [
    description === '' ? 'The script has no comment that says what it does.' : text(description),
    ...(usage === undefined ? [] : [fence('text', plainLines(usage))]),
    `Variables it reads: ${codes(variables)}`,
  ];
  return { title: code(path), body: parts.join('\n\n') };
}

function pipelineTable({ facts: { inventory } }: DocumentInput): string {
  return table(
    ['Pipeline', 'Job', 'After', 'Steps', 'File'],
    inventory.pipelines.flatMap(({ name, path, jobs }) =>
      jobs.map((job) => [
        text(name),
        code(job.id),
        codes(job.needs),
        job.steps
          .slice(0, 30)
          .map((step) => text(step))
          .join('; ') || '–',
        code(path),
      ]),
    ),
    'There is no pipeline that could be read.',
  );
}
