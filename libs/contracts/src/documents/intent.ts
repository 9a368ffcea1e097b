import { z } from 'zod';

/** One capability that the request asks for. */
export const RequestedCapability = z
  .strictObject({
    /** Id in the capability registry: container-image, compose, ci:github, monitoring, deployment-scripts, validation, … */
    id: z.string(),
    /** The words of the request that asked, verbatim. */
    phrase: z.string(),
    /** Present when the words do not name it: why it is needed. */
    impliedBy: z.string().optional(),
  })
  .meta({ id: 'RequestedCapability' });
export type RequestedCapability = z.infer<typeof RequestedCapability>;

/** What the words of the request mean; nothing is silently dropped. */
export const Intent = z
  .strictObject({
    schemaVersion: z.literal(1),
    request: z.string(),
    /** False when the request is not about infrastructure: nothing is written then. */
    infrastructure: z.boolean(),
    capabilities: z.array(RequestedCapability),
    /** What must not be made ("no Kubernetes"), with its words. */
    exclusions: z.array(z.strictObject({ id: z.string(), phrase: z.string() })),
    /** Component ids it is limited to ("only the api"); empty: all. */
    components: z.array(z.string()),
    /** Infrastructure that was asked for and that no capability makes yet, with its words. */
    unsupported: z.array(z.strictObject({ id: z.string(), phrase: z.string() })),
    /** Parts of the request that were not understood, verbatim. */
    notUnderstood: z.array(z.string()),
    /** What was decided where the words left it open. */
    assumptions: z.array(z.string()),
  })
  .meta({ id: 'Intent' });
export type Intent = z.infer<typeof Intent>;
