import { z } from 'zod';
import { Evidence } from './evidence.js';

export const ComponentKind = z.enum(['web', 'static', 'worker', 'job', 'cli', 'library']);
export type ComponentKind = z.infer<typeof ComponentKind>;

/** One environment variable that the component's code or configuration reads. */
export const EnvironmentVariable = z
  .strictObject({
    name: z.string().min(1),
    /** True when the value must never stand in a file, a layer or a log. */
    secret: z.boolean(),
    /** The value the code falls back to; absent when it has none. Never present for a secret. */
    default: z.string().optional(),
    /** True when the build reads it (`VITE_*`, `NEXT_PUBLIC_*`): it ends up in what is shipped. */
    buildTime: z.boolean().optional(),
    /** True when the code fails without it (`os.environ['X']`, a throw); absent when unknown. */
    required: z.boolean().optional(),
    evidence: z.array(Evidence).min(1),
  })
  .meta({ id: 'EnvironmentVariable' });
export type EnvironmentVariable = z.infer<typeof EnvironmentVariable>;

/** How the runtime version was chosen, so that images, CI and documents use one. */
export const RuntimeChoice = z
  .strictObject({
    /** Key of the runtime table: `node`, `python`, `go`, … */
    runtime: z.string(),
    /** As written, `>=18 <23` or `lts/*`; absent when the project states none and the default line is taken. */
    stated: z.string().optional(),
    /** What images and CI use: a line (`22`, `3.13`) or an exact version when the project pins one. */
    resolved: z.string(),
    status: z.enum(['supported', 'end-of-life', 'unknown']),
    /** Other statements that disagree with the chosen one. */
    conflicts: z.array(z.strictObject({ stated: z.string(), evidence: Evidence })),
    evidence: z.array(Evidence),
  })
  .meta({ id: 'RuntimeChoice' });
export type RuntimeChoice = z.infer<typeof RuntimeChoice>;

export const Migrations = z
  .strictObject({
    /** `prisma`, `alembic`, `django`, … */
    tool: z.string(),
    /** One-shot command, run from the component's directory before the application starts. */
    command: z.string(),
    evidence: z.array(Evidence).min(1),
  })
  .meta({ id: 'Migrations' });
export type Migrations = z.infer<typeof Migrations>;

/** The workspace (monorepo) that a component belongs to: its image builds from `root`. */
export const WorkspaceMembership = z
  .strictObject({
    /** Directory of the workspace root. */
    root: z.string(),
    /** Name by which the package manager addresses the component. */
    packageName: z.string(),
    /** Directories of the internal packages it depends on, dependencies first. */
    internalDependencies: z.array(z.string()),
    /** Directories of every package of the workspace (their manifests are needed to install). */
    members: z.array(z.string()),
  })
  .meta({ id: 'WorkspaceMembership' });
export type WorkspaceMembership = z.infer<typeof WorkspaceMembership>;

/** One deployable unit of the analysed repository (libraries are listed too, and never deployed). */
export const Component = z
  .strictObject({
    /** RFC 1123 label, unique in the repository; the same everywhere it is used. */
    id: z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/),
    /** The name as the project writes it: untrusted text, for display only. */
    name: z.string(),
    /** Directory, relative to the repository root; '.' for the root. */
    path: z.string(),
    kind: ComponentKind,
    /** Lower case: javascript, typescript, python, go, html, rust, … */
    language: z.string(),
    /** Usual short name: express, fastify, nestjs, nextjs, vite, flask, fastapi, django, … */
    framework: z.string().optional(),
    packageManager: z.string().optional(),
    /** As pinned or derived from the lock file's format, `9.12.0` or `9`. */
    packageManagerVersion: z.string().optional(),
    /** The version as the project states it (concrete), or the line a stated range resolves to; absent when it states none. */
    runtimeVersion: z.string().optional(),
    runtime: RuntimeChoice.optional(),
    /** Lock file that `install` enforces, repository-relative; absent when there is none. */
    lockfile: z.strictObject({ path: z.string(), inSync: z.boolean(), evidence: z.array(Evidence).min(1) }).optional(),
    /** Commands run from `path` (from `workspace.root` when in a workspace, for `install`). Never a development server. */
    install: z.string().optional(),
    build: z.string().optional(),
    start: z.string().optional(),
    test: z.string().optional(),
    lint: z.string().optional(),
    /** TCP port it listens on in production; absent for workers, jobs and libraries. */
    port: z.int().min(1).max(65535).optional(),
    /** Name of the variable that overrides the port (`PORT`); absent when it is fixed. */
    portVariable: z.string().optional(),
    /** Address it binds to when the code says so; `127.0.0.1` is unreachable from outside a container. */
    bindAddress: z.string().optional(),
    /** Path of a health route found in code; absent when none was found. */
    healthPath: z.string().optional(),
    /** Path that serves Prometheus metrics; absent when none was found. */
    metricsPath: z.string().optional(),
    environment: z.array(EnvironmentVariable),
    /** Kinds of the backing services it uses: postgres, mysql, redis, sqlite, … */
    services: z.array(z.string()),
    migrations: Migrations.optional(),
    /** Directory that `build` fills with what is served or run, relative to `path`: `dist`, `build`, `.next`. */
    outputDirectory: z.string().optional(),
    /** Debian packages: needed to install or build, and needed to run. */
    systemPackages: z.strictObject({ build: z.array(z.string()), runtime: z.array(z.string()) }).optional(),
    workspace: WorkspaceMembership.optional(),
    /** Directories it writes at run time (SQLite file, uploads), relative to `path`. */
    dataDirectories: z.array(z.string()).optional(),
    /** Facts of one stack that its templates need, such as `standalone: "true"` or `asgi: "app.main:app"`. */
    traits: z.record(z.string(), z.string()).optional(),
    evidence: z.array(Evidence).min(1),
  })
  .meta({ id: 'Component' });
export type Component = z.infer<typeof Component>;

/** A database, cache, queue or other server that components talk to. */
export const BackingService = z
  .strictObject({
    /** postgres, mysql, mariadb, mssql, mongodb, redis, sqlite, rabbitmq, kafka, elasticsearch, s3, smtp, … */
    kind: z.string(),
    /** Component ids. */
    usedBy: z.array(z.string()).min(1),
    /** Version line, where configuration states one. */
    version: z.string().optional(),
    evidence: z.array(Evidence).min(1),
  })
  .meta({ id: 'BackingService' });
export type BackingService = z.infer<typeof BackingService>;

/** Delivery that already exists and is respected: kept, judged, used. */
export const Delivery = z
  .strictObject({
    /** dockerfile, dockerignore, compose, github-actions, gitlab-ci, kubernetes, helm, terraform, prometheus, … */
    kind: z.string(),
    path: z.string(),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;

/** Something the reader must know: a conflict, an unsupported stack, a file that could not be read. */
export const AnalysisNote = z
  .strictObject({
    /** kebab-case: runtime-conflict, runtime-end-of-life, lockfile-missing, lockfile-out-of-sync, unsupported-stack, unreadable-file, … */
    code: z.string(),
    message: z.string(),
    evidence: z.array(Evidence),
  })
  .meta({ id: 'AnalysisNote' });
export type AnalysisNote = z.infer<typeof AnalysisNote>;

/** What the repository holds; every fact with evidence. The JSON that `analyze --json` prints. */
export const RepositoryAnalysis = z
  .strictObject({
    schemaVersion: z.literal(1),
    components: z.array(Component),
    services: z.array(BackingService),
    delivery: z.array(Delivery),
    notes: z.array(AnalysisNote),
  })
  .meta({ id: 'RepositoryAnalysis' });
export type RepositoryAnalysis = z.infer<typeof RepositoryAnalysis>;
