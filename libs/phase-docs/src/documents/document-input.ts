import type { DocumentKind, RepositoryAnalysis } from '@devops-orchestrator/contracts';
import type { CommandBlock } from '../command-block.js';
import type { Contact } from '../contacts.js';
import type { DeliveryFacts } from '../delivery-facts.js';
import type { Prose } from '../prose/prose.js';

/** What every document is made from. */
export interface DocumentInput {
  feature: string;
  /** Plain text. */
  title: string;
  /** Markdown, one paragraph. */
  overview: string;
  facts: DeliveryFacts;
  contacts: readonly Contact[];
  analysis: RepositoryAnalysis | undefined;
  command: CommandBlock;
  /** What a model adds; absent: nothing. */
  prose?: Prose | undefined;
}

/** One document before its marker. */
export interface BuiltDocument {
  kind: DocumentKind;
  path: string;
  body: string;
  counts: Record<string, number>;
}

/** Where the documents of a feature are. */
export function documentPaths(feature: string): Record<DocumentKind, string> {
  return {
    infrastructure: `docs/infrastructure/${feature}.md`,
    runbook: `docs/runbooks/${feature}-runbook.md`,
    operations: `docs/operations/${feature}-ops-guide.md`,
    'dev-setup': `docs/guides/${feature}-dev-setup.md`,
    reference: `docs/reference/${feature}-reference.md`,
  };
}

const titles: Record<DocumentKind, string> = {
  infrastructure: 'Infrastructure',
  runbook: 'Runbook',
  operations: 'Operations guide',
  'dev-setup': 'Developer set-up',
  reference: 'Reference',
};

/** Links from one document to the other four. */
export function relatedLinks(feature: string, from: DocumentKind): string {
  return Object.entries(documentPaths(feature))
    .filter(([kind]) => kind !== from)
    .map(([kind, path]) => `[${titles[kind as DocumentKind]}](../${path.replace(/^docs\//, '')})`)
    .join(' · ');
}

/** A numbered or titled piece of work with what to run for it. */
export interface Step {
  title: string;
  body: string;
}

/** A step for the templates: Markdown title, Markdown body. */
export function step(title: string, ...body: readonly string[]): Step {
  return { title, body: body.filter((part) => part !== '').join('\n\n') };
}
