import { z } from 'zod';

/** Where a fact was read: a repository-relative POSIX path and a line that exists in it. */
export const Evidence = z
  .strictObject({
    file: z.string().min(1),
    /** 1-based; 1 when the fact is the existence of the file. */
    line: z.int().min(1),
    /** Why this line shows the fact, in a few words. */
    reason: z.string().min(1),
  })
  .meta({ id: 'Evidence' });
export type Evidence = z.infer<typeof Evidence>;
