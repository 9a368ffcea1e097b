import { createHash } from 'node:crypto';
import { z } from 'zod';
import { inventedInSentence, type KnownFacts } from './invented-in-sentence.js';

const sentence = z.string().min(1).max(400);

/** What a model adds to the documents; one entry is one sentence. */
export const Prose = z
  .strictObject({
    overview: z.array(sentence).max(6),
    troubles: z
      .array(z.strictObject({ title: z.string().min(1).max(80), sentences: z.array(sentence).min(1).max(5) }))
      .max(5),
  })
  .meta({ id: 'Prose' });
export type Prose = z.infer<typeof Prose>;

/** Prose beside the plan: over the same facts it is not asked for again. */
export const SavedProse = z
  .strictObject({ schemaVersion: z.literal(1), facts: z.string(), prose: Prose })
  .meta({ id: 'SavedProse' });

/** The schema of an answer that names nothing but what there is; what it names besides is told to whoever wrote it. */
export function proseOver(known: KnownFacts): z.ZodType<Prose> {
  return Prose.superRefine((prose, context) => {
    for (const { text, path } of sentencesOf(prose)) {
      for (const problem of inventedInSentence(text, known))
        context.addIssue({ code: 'custom', path, message: problem });
    }
  });
}

/** The prose without each sentence that names what does not exist, and how many those were. */
export function withoutInvented({ overview, troubles }: Prose, known: KnownFacts): { prose: Prose; dropped: number } {
  const isTrue = (text: string) => inventedInSentence(text, known).length === 0;
  const prose = {
    overview: overview.filter(isTrue),
    troubles: troubles
      .filter(({ title }) => isTrue(title))
      .map(({ title, sentences }) => ({ title, sentences: sentences.filter(isTrue) }))
      .filter(({ sentences }) => sentences.length > 0),
  };
  const all = sentencesOf({ overview, troubles });
  return { prose, dropped: all.length - sentencesOf(prose).length };
}

export function digestOfFacts(facts: string): string {
  return createHash('sha256').update(facts).digest('hex');
}

/** Prose that was saved over the same facts. */
export function readSavedProse(text: string | null, facts: string): Prose | undefined {
  const saved = text === null ? undefined : parse(text);
  return saved?.facts === digestOfFacts(facts) ? saved.prose : undefined;
}

export function renderSavedProse(prose: Prose, facts: string): string {
  return `${JSON.stringify({ schemaVersion: 1, facts: digestOfFacts(facts), prose }, null, 2)}\n`;
}

function sentencesOf({ overview, troubles }: Prose): { text: string; path: (string | number)[] }[] {
  return [
    ...overview.map((text, index) => ({ text, path: ['overview', index] })),
    ...troubles.flatMap(({ title, sentences }, index) => [
      { text: title, path: ['troubles', index, 'title'] },
      ...sentences.map((text, at) => ({ text, path: ['troubles', index, 'sentences', at] })),
    ]),
  ];
}

function parse(text: string): z.infer<typeof SavedProse> | undefined {
  try {
    return SavedProse.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
