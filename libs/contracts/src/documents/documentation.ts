import { z } from 'zod';
import { AgentShare } from './agent.js';
import { Verdict, WrittenFile } from './task-result.js';

export const DocumentKind = z.enum(['infrastructure', 'runbook', 'operations', 'dev-setup', 'reference']);
export type DocumentKind = z.infer<typeof DocumentKind>;

/** A command that a document tells people to run, and whether it was run. */
export const DocumentedCommand = z
  .strictObject({
    command: z.string(),
    /** Paths of the documents that show it. */
    documents: z.array(z.string()),
    verdict: Verdict,
    /** The check that ran it, or why it was not run. */
    reason: z.string(),
  })
  .meta({ id: 'DocumentedCommand' });
export type DocumentedCommand = z.infer<typeof DocumentedCommand>;

/** A box that is ticked only by evidence. */
export const ChecklistItem = z
  .strictObject({ text: z.string(), met: z.boolean(), evidence: z.string() })
  .meta({ id: 'ChecklistItem' });
export type ChecklistItem = z.infer<typeof ChecklistItem>;

export const Documentation = z
  .strictObject({
    schemaVersion: z.literal(1),
    documents: z.array(
      z.strictObject({
        kind: DocumentKind,
        path: z.string(),
        /** Counts of the seed's report: components, diagrams, dailyTasks, environmentVariables, … */
        counts: z.record(z.string(), z.int()),
      }),
    ),
    /** What was changed in the main README.md, one line each. */
    readmeChanges: z.array(z.string()),
    /** Why a document was left alone; where edits of people and the new text are at odds, both sides. */
    issues: z.array(z.string()),
    commands: z.array(DocumentedCommand),
    checklist: z.array(ChecklistItem),
    files: z.array(WrittenFile),
    commit: z.strictObject({ sha: z.string(), message: z.string() }).optional(),
    /** What a language model wrote; absent: nothing. */
    modelWork: AgentShare.optional(),
  })
  .meta({ id: 'Documentation' });
export type Documentation = z.infer<typeof Documentation>;
