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

const stated = z.strictObject({
  /** Normalized: `aws`, `ghcr`, `production`, `eu-central-1`. */
  value: z.string(),
  /** The words of the request that say it, verbatim. */
  phrase: z.string(),
});

/** Where and how it is to run, as far as the words of the request state it; a default never stands here. */
export const IntentTargets = z
  .strictObject({
    /** `aws`, `gcp`, `azure`, … */
    cloud: stated.optional(),
    /** `github`, `gitlab`, `azure`, `jenkins`, `circleci`, `bitbucket` */
    ci: stated.optional(),
    /** `docker-hub`, `ghcr`, `ecr`, `gar`, `acr`, `gitlab`, `quay`, or the host of another one. */
    registry: stated.optional(),
    /** `blue-green`, `canary`, `rolling`, `recreate` */
    strategy: stated.optional(),
    /** A fixed count has both, and they are equal. */
    replicas: z
      .strictObject({
        minimum: z.int().positive().optional(),
        maximum: z.int().positive().optional(),
        phrase: z.string(),
      })
      .optional(),
    /** `development`, `test`, `staging`, `production`, `preview`, in the order of the request. */
    environments: z.array(stated).optional(),
    /** Host names under which it is reached. */
    domains: z.array(stated).optional(),
    /** Cloud regions by their ids. */
    regions: z.array(stated).optional(),
    /** Instance types and amounts: `t3.medium`, `512Mi`, `2 vCPU`. */
    sizes: z.array(stated).optional(),
  })
  .meta({ id: 'IntentTargets' });
export type IntentTargets = z.infer<typeof IntentTargets>;

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
    /** What the words say about where and how it is to run; absent when they say nothing. */
    targets: IntentTargets.optional(),
    /** Infrastructure that was asked for and that no capability makes yet, with its words. */
    unsupported: z.array(z.strictObject({ id: z.string(), phrase: z.string() })),
    /** Parts of the request that were not understood, verbatim. */
    notUnderstood: z.array(z.string()),
    /** What was decided where the words left it open. */
    assumptions: z.array(z.string()),
  })
  .meta({ id: 'Intent' });
export type Intent = z.infer<typeof Intent>;
