import { z } from 'zod';

const at = { path: z.string(), line: z.int().min(1) };

/** One Dockerfile, as its last stage runs. */
export const InventoryImage = z.strictObject({
  ...at,
  stages: z.array(z.strictObject({ name: z.string().optional(), base: z.string() })),
  ports: z.array(z.int()),
  user: z.string().optional(),
  workdir: z.string().optional(),
  healthcheck: z.string().optional(),
  command: z.string().optional(),
  environment: z.array(z.string()),
});
export type InventoryImage = z.infer<typeof InventoryImage>;

export const InventoryService = z.strictObject({
  ...at,
  name: z.string(),
  image: z.string().optional(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string().optional() }).optional(),
  /** `host` is absent when the port is not published. */
  ports: z.array(z.strictObject({ container: z.int(), host: z.string().optional(), address: z.string().optional() })),
  environment: z.array(z.strictObject({ name: z.string(), value: z.string().optional() })),
  dependsOn: z.array(z.strictObject({ service: z.string(), condition: z.string() })),
  networks: z.array(z.string()),
  volumes: z.array(z.strictObject({ source: z.string().optional(), target: z.string() })),
  healthcheck: z.string().optional(),
  profiles: z.array(z.string()),
  command: z.string().optional(),
});
export type InventoryService = z.infer<typeof InventoryService>;

export const InventoryVariable = z.strictObject({
  name: z.string(),
  secret: z.boolean(),
  /** True when a compose file, script or workflow refuses to go on without it. */
  required: z.boolean(),
  default: z.string().optional(),
  description: z.string().optional(),
  /** Where it is set or read. */
  usedIn: z.array(z.strictObject(at)).min(1),
});
export type InventoryVariable = z.infer<typeof InventoryVariable>;

export const InventoryPipeline = z.strictObject({
  ...at,
  name: z.string(),
  system: z.string(),
  triggers: z.array(z.string()),
  jobs: z.array(
    z.strictObject({ id: z.string(), name: z.string(), needs: z.array(z.string()), steps: z.array(z.string()) }),
  ),
  secrets: z.array(z.string()),
});
export type InventoryPipeline = z.infer<typeof InventoryPipeline>;

export const InventoryAlert = z.strictObject({
  ...at,
  name: z.string(),
  expression: z.string(),
  severity: z.string().optional(),
  for: z.string().optional(),
  summary: z.string().optional(),
  runbook: z.string().optional(),
  tested: z.boolean(),
});
export type InventoryAlert = z.infer<typeof InventoryAlert>;

export const InventoryScript = z.strictObject({
  ...at,
  /** First comment block under the shebang. */
  description: z.string(),
  /** Lines of its usage text, as printed by `--help`. */
  usage: z.string().optional(),
  variables: z.array(z.string()),
});
export type InventoryScript = z.infer<typeof InventoryScript>;

/** Everything the infrastructure files say, read back from disk, whoever wrote them. */
export const Inventory = z
  .strictObject({
    schemaVersion: z.literal(1),
    images: z.array(InventoryImage),
    services: z.array(InventoryService),
    networks: z.array(z.strictObject({ ...at, name: z.string(), internal: z.boolean() })),
    volumes: z.array(z.strictObject({ ...at, name: z.string() })),
    environment: z.array(InventoryVariable),
    pipelines: z.array(InventoryPipeline),
    scrapeJobs: z.array(
      z.strictObject({ ...at, name: z.string(), metricsPath: z.string(), targets: z.array(z.string()) }),
    ),
    alerts: z.array(InventoryAlert),
    receivers: z.array(z.strictObject({ ...at, name: z.string() })),
    dashboards: z.array(z.strictObject({ ...at, title: z.string(), panels: z.array(z.string()) })),
    scripts: z.array(InventoryScript),
    /** Every infrastructure file, with what it is: dockerfile, compose, github-actions, prometheus-rules, script, nginx, env-example, … */
    files: z.array(z.strictObject({ path: z.string(), kind: z.string() })),
    /** Files that could not be read as what they seem to be. */
    unreadable: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
  })
  .meta({ id: 'Inventory' });
export type Inventory = z.infer<typeof Inventory>;
