import type { Component } from '@devops-orchestrator/contracts';

/** A component that becomes a container. */
export interface DeployableComponent {
  component: Component;
  /** Compose service name, job name, alert label: the component's id. */
  name: string;
  /** Image repository without registry and tag: `<project>-<name>`, or `<project>` when there is only one component. */
  image: string;
  /** Repository-relative path of its Dockerfile: the user's where there is one. */
  dockerfile: string;
  /** True when the Dockerfile is the user's and is kept. */
  dockerfileKept: boolean;
  /** Docker build context: the component's directory, or the workspace root. */
  context: string;
  /** Port inside the container (static sites: 8080); absent for workers and jobs. */
  port?: number;
  /** Port on 127.0.0.1 in compose; unique in the project. */
  hostPort?: number;
  /** Path that answers 2xx when healthy; `/` for static sites; absent when only the port can be probed. */
  healthPath?: string;
  /** Names of `ServiceInstance`s it needs. */
  needs: readonly string[];
  /** Variables set in compose and production, in name order. */
  environment: readonly ModelVariable[];
  /** One-shot migration service `<name>-migrate`, when the component has migrations. */
  migrationService?: string;
  /** Name of the component whose image it runs with another command: one package that is a server and a worker. */
  sharesImageOf?: string;
  /** Named volumes for the directories it writes; absolute targets. More than one replica would not share them. */
  volumes: readonly { name: string; target: string }[];
  /** Path prefixes of other components that it hands on (a single-page app's `/api`); empty for most. */
  proxies: readonly { prefix: string; component: string; port: number }[];
}

export interface ModelVariable {
  name: string;
  secret: boolean;
  /** Fixed value (`PORT=3000`, `REDIS_URL=redis://redis:6379`), with `${NAME}` for variables of `.env`; one that names itself extends what `.env` says. */
  value?: string;
  /** True when it must be given in `.env`: it has no value and no default. */
  required: boolean;
  /** Default offered in `.env.example` and `${NAME:-default}`. */
  default?: string;
  /** For people, one line: "read at src/server.ts:12". */
  description: string;
  buildTime: boolean;
}

/** A backing service that compose runs and production connects to. */
export interface ServiceInstance {
  /** Compose service name: `postgres`, `redis`. */
  name: string;
  kind: string;
  image: string;
  port: number;
  usedBy: readonly string[];
  /** Variables of the server itself (`POSTGRES_PASSWORD`), same rules as a component's. */
  environment: readonly ModelVariable[];
  /** Named volume and where it is mounted; absent when it keeps nothing. */
  volume?: { name: string; target: string };
  /** Health command as Compose's `test`: `CMD` and words, or `CMD-SHELL` and one line; `$NAME` is the server's own variable. */
  healthcheck: readonly string[];
  /** Replaces the image's command; `$NAME` is the server's own variable. */
  command?: readonly string[];
}

/** The one truth behind every artifact. Built once from analysis and intent. */
export interface DeliveryModel {
  /** RFC 1123 label from the manifest's or the folder's name. */
  project: string;
  components: readonly DeployableComponent[];
  services: readonly ServiceInstance[];
  /** Backing services that compose cannot run (no image known): the user provides them through variables. */
  external: readonly { kind: string; usedBy: readonly string[] }[];
  /** Compose file for development: the user's when there is one. */
  compose: { path: string; kept: boolean };
  productionCompose: { path: string; kept: boolean };
  /** Compose file of the monitoring stack, an overlay on `compose`. */
  monitoringCompose: { path: string; kept: boolean };
  /** Network shared by everything in compose. */
  network: string;
  /** Variables of `.env` that tools beside the application read, by who reads them (`monitoring`). */
  toolVariables?: readonly { owner: string; environment: readonly ModelVariable[] }[];
}
