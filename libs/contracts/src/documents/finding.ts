import { z } from 'zod';

export const Severity = z.enum(['error', 'warning', 'info']);
export type Severity = z.infer<typeof Severity>;

/** What a verifier says about one place of one file. */
export const Finding = z
  .strictObject({
    /** Public rule id where one exists (`DL3002`), else our own kebab-case name. */
    rule: z.string(),
    severity: Severity,
    path: z.string(),
    /** 1-based; 1 when it concerns the whole file. */
    line: z.int().min(1),
    message: z.string(),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof Finding>;

/** The judgement over a set of files. Not checked is never clean: see `skipped`. */
export const VerificationResult = z
  .strictObject({
    schemaVersion: z.literal(1),
    findings: z.array(Finding),
    /** Each file with the verifiers that judged it. */
    judged: z.array(z.strictObject({ path: z.string(), by: z.array(z.string()) })),
    skipped: z.array(z.strictObject({ path: z.string(), verifier: z.string(), reason: z.string() })),
  })
  .meta({ id: 'VerificationResult' });
export type VerificationResult = z.infer<typeof VerificationResult>;
