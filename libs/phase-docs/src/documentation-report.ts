import { renderTemplate } from '@devops-orchestrator/templates';
import type { ChecklistItem, DocumentedCommand, DocumentKind } from '@devops-orchestrator/contracts';
import type { BuiltDocuments } from './build-documents.js';
import { documentPaths } from './documents/document-input.js';
import { bullets, code, text } from './markdown-text.js';
import { commandLines } from './markdown-tree.js';
import type { RepositoryFacts } from './read-repository.js';

/** The seed's quality checklist; a box is ticked only by evidence. `kept`: documents that people wrote, of which nothing is claimed. */
export function buildChecklist(
  built: BuiltDocuments,
  { inventory, contacts }: RepositoryFacts,
  kept: ReadonlySet<string>,
): ChecklistItem[] {
  const of = (kind: DocumentKind) => built.documents.find((document) => document.kind === kind);
  const runbook = of('runbook');
  const deployment = pick(built.commands, commandLines(runbook?.body ?? '', 'Deployment'));
  const procedures = pick(built.commands, commandLines(runbook?.body ?? ''));
  const diagrams = of('infrastructure')?.counts['diagrams'] ?? 0;
  const scenarios = of('operations')?.counts['troubleshootingScenarios'] ?? 0;
  const unread = inventory.unreadable.length === 0 ? '' : `; ${inventory.unreadable.length} files could not be read`;
  const item = (kind: DocumentKind, text: string, met: boolean, evidence: string): ChecklistItem =>
    kept.has(of(kind)?.path ?? '')
      ? { text, met: false, evidence: `${of(kind)?.path ?? ''} was written by people and is kept` }
      : { text, met, evidence };
  return [
    item(
      'infrastructure',
      'Architecture diagrams included and accurate',
      diagrams > 0 && unread === '',
      `${diagrams} diagrams drawn from the files${unread}`,
    ),
    item(
      'reference',
      'All environment variables documented',
      unread === '',
      `${inventory.environment.length} variables found, each in the reference${unread}`,
    ),
    item('runbook', 'Deployment procedures tested', ...tested(deployment)),
    item(
      'operations',
      'Troubleshooting section comprehensive',
      scenarios > 0 && unread === '',
      `${scenarios} scenarios, one for each kind of trouble that the files allow${unread}`,
    ),
    item('runbook', 'Runbook procedures verified', ...tested(procedures)),
    item(
      'runbook',
      'Emergency procedures documented',
      contacts.length > 0,
      contacts.length > 0
        ? `${contacts.length} contacts named in the repository`
        : 'the repository names no contact: its owners must fill in the table',
    ),
    item('runbook', 'All commands tested and working', ...tested(built.commands)),
  ];
}

/** `.claude/tasks/<feature>/DOCUMENTATION.md` in the seed's form, with real counts. */
export function buildDocumentationReport(
  feature: string,
  built: BuiltDocuments,
  checklist: readonly ChecklistItem[],
  readmeChanges: readonly string[],
  kept: ReadonlySet<string>,
): string {
  const counts = Object.fromEntries(built.documents.flatMap((document) => Object.entries(document.counts)));
  const untested = built.commands.filter(({ verdict }) => verdict !== 'passed');
  const all = built.commands.length > 0 && untested.length === 0;
  const notes = [
    ...[...kept].map(
      (path) =>
        `${code(path)} was written or edited by people: it is kept as it is, and the counts above do not describe it.`,
    ),
    ...untested.map(
      ({ command, verdict, reason }) =>
        `${verdict === 'failed' ? 'Failed' : 'Not run'}: ${code(command)} (${text(reason)})`,
    ),
  ];
  return renderTemplate('docs/documentation-report.md', {
    title: text(built.title),
    paths: documentPaths(feature),
    components: counts['components'] ?? 0,
    diagrams: counts['diagrams'] ?? 0,
    commandsTested: all ? 'Yes' : `No (${untested.length} of ${built.commands.length} not proved; see Notes)`,
    dailyTasks: counts['dailyTasks'] ?? 0,
    scenarios: counts['troubleshootingScenarios'] ?? 0,
    setupSteps: counts['setupSteps'] ?? 0,
    variables: counts['environmentVariables'] ?? 0,
    commands: counts['commands'] ?? 0,
    readme: bullets(readmeChanges, '- None'),
    checklist: checklist
      .map(({ text: name, met, evidence }) => `- [${met ? 'x' : ' '}] ${name}${met ? '' : ` (${text(evidence)})`}`)
      .join('\n'),
    notes: notes.length > 0 ? bullets(notes, '') : null,
  });
}

function pick(commands: readonly DocumentedCommand[], lines: readonly string[]): DocumentedCommand[] {
  const wanted = new Set(lines);
  return commands.filter(({ command }) => wanted.has(command));
}

function tested(commands: readonly DocumentedCommand[]): [met: boolean, evidence: string] {
  const passed = commands.filter(({ verdict }) => verdict === 'passed').length;
  return [commands.length > 0 && passed === commands.length, `${passed} of ${commands.length} commands passed a check`];
}
