import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { DocumentedCommand } from '@devops-orchestrator/contracts';
import { renderTemplate } from '@devops-orchestrator/templates';
import { buildCommandBlock } from './command-block.js';
import { buildCommandJudge } from './command-verdicts.js';
import type { DocsInput } from './contract.js';
import { composeCommand, developmentFiles, operatedFiles, scriptCommand } from './delivery-commands.js';
import { findDeliveryFacts } from './delivery-facts.js';
import { buildDevSetup, prerequisites } from './documents/dev-setup.document.js';
import { documentPaths } from './documents/document-input.js';
import type { BuiltDocument, DocumentInput } from './documents/document-input.js';
import { buildInfrastructureDocument } from './documents/infrastructure.document.js';
import { buildOperationsGuide } from './documents/operations.document.js';
import { buildReference } from './documents/reference.document.js';
import { buildRunbook } from './documents/runbook.document.js';
import { bullets, text } from './markdown-text.js';
import { commandLines, parseMarkdown } from './markdown-tree.js';
import type { Prose } from './prose/prose.js';
import type { RepositoryFacts } from './read-repository.js';

export interface BuiltDocuments {
  /** Plain text. */
  title: string;
  documents: BuiltDocument[];
  /** README section, without markers. */
  readmeSection: string;
  commands: DocumentedCommand[];
}

/** Makes all documents from facts and verdicts; same input, same bytes. */
export function buildDocuments(input: DocsInput, repository: RepositoryFacts, prose?: Prose): BuiltDocuments {
  const results = input.taskResults.length > 0 ? input.taskResults : repository.recorded;
  const judge = buildCommandJudge(results);
  const title = input.plan?.title ?? titleOf(input.feature);
  const shared: DocumentInput = {
    feature: input.feature,
    title,
    overview: overviewOf(input),
    facts: findDeliveryFacts(repository.inventory),
    contacts: repository.contacts,
    analysis: input.analysis,
    command: buildCommandBlock(judge),
    prose,
  };
  const written = [
    buildInfrastructureDocument(shared),
    buildRunbook(shared),
    buildOperationsGuide(shared),
    buildDevSetup(shared),
  ];
  const readmeSection = buildReadmeSection(shared);
  const shown = [
    ...written.map(({ path, body }) => ({ path, body })),
    { path: repository.readme.path, body: readmeSection },
  ];
  const places = collectCommands(shown);
  const names = [...places.keys()].sort(byCodeUnit);
  const reference = buildReference(shared, names, judge);
  const commands = names.map((command) => ({
    command,
    documents: [...(places.get(command) ?? []), reference.path],
    ...judge(command),
  }));
  return { title, documents: [...written, reference], readmeSection, commands };
}

function collectCommands(documents: readonly { path: string; body: string }[]): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { path, body } of documents) {
    for (const command of new Set(commandLines(body))) places.set(command, [...(places.get(command) ?? []), path]);
  }
  return places;
}

function titleOf(feature: string): string {
  const words = feature.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** First paragraph of the plan's overview; shown as plain text when it is more than prose. */
function overviewOf({ plan, feature }: DocsInput): string {
  const [first = ''] = (plan?.overview ?? '').trim().split(/\n\s*\n/, 1);
  if (first === '') return `Infrastructure of the feature \`${feature}\`, as the files in this repository describe it.`;
  const tree = parseMarkdown(first);
  const [only, ...others] = tree.children;
  const plain =
    only?.type === 'paragraph' &&
    others.length === 0 &&
    only.children.every(({ type }) => ['text', 'strong', 'emphasis', 'inlineCode'].includes(type));
  return plain && !/[\p{Cc}\p{Cf}]/u.test(first.replaceAll('\n', '')) ? first : text(first);
}

function buildReadmeSection({ feature, title, overview, facts, command }: DocumentInput): string {
  const paths = documentPaths(feature);
  const { deploy, environment } = facts.scripts;
  const [development, operated] = [developmentFiles(facts), operatedFiles(facts)];
  const local = [
    ...(environment ? [scriptCommand(environment)] : []),
    ...(development.length > 0 ? [composeCommand(development, 'up --detach --build --wait')] : []),
  ];
  const production = deploy
    ? scriptCommand(deploy)
    : operated[0] !== development[0] && operated.length > 0
      ? composeCommand(operated, 'up --detach --wait')
      : undefined;
  return renderTemplate('docs/readme-section.md', {
    title: text(title),
    overview,
    links: bullets(
      [
        `[Infrastructure](${paths.infrastructure}): architecture, components, network, configuration`,
        `[Runbook](${paths.runbook}): deployment, rollback, incidents, scaling, contacts`,
        `[Operations guide](${paths.operations}): recurring tasks, monitoring, troubleshooting, backup`,
        `[Developer set-up](${paths['dev-setup']}): local set-up, images, tests, debugging`,
        `[Reference](${paths.reference}): variables, files, commands, ports, networks`,
      ],
      '',
    ),
    prerequisites: bullets(prerequisites(facts), ''),
    deployment: [
      ...(local.length > 0 ? [`Run it on your machine:\n\n${command(...local)}`] : []),
      ...(production === undefined ? [] : [`Deploy it:\n\n${command(production)}`]),
      `The [runbook](${paths.runbook}#deployment) has every step, and how to go back.`,
    ].join('\n\n'),
  });
}
