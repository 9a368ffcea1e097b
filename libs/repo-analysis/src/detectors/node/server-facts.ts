import type { DetectedComponent } from '../../detector.js';
import type { KindChoice } from './component-kind.js';
import type { PackageFacts } from './describe-package.js';
import { findFrameworkRoutes } from './framework-routes.js';
import { chooseHealthRoute, chooseMetricsRoute } from './health-route.js';
import type { NodePackage } from './node-package.js';
import { hasDependency } from './package-manifest.js';
import type { Listener } from './port.js';
import { findCodeRoutes } from './routes.js';
import type { SourceFile } from '../../source/source-file.js';

type ServerFacts = Pick<DetectedComponent, 'evidence'> &
  Partial<
    Pick<
      DetectedComponent,
      'start' | 'port' | 'portVariable' | 'bindAddress' | 'healthPath' | 'metricsPath' | 'outputDirectory'
    >
  >;

/** Start command, port, addresses and routes of what runs; the output directory of what is built. */
export function serverFacts(node: NodePackage, choice: KindChoice, facts: PackageFacts): Partial<ServerFacts> {
  const { delivery, start } = facts;
  const outputDirectory =
    delivery?.outputDirectory ??
    (facts.build === undefined && start.build === undefined ? undefined : builtFolder(node, start.start));
  const built = outputDirectory === undefined ? {} : { outputDirectory };
  if (choice.kind === 'static') return built;
  const command = choice.kind === 'library' ? undefined : (scriptedStart(facts) ?? delivery?.start ?? start.start);
  const started = command === undefined ? {} : { start: command };
  if (choice.kind !== 'web') return { ...built, ...started };
  return {
    ...built,
    ...started,
    ...addressFacts(node, choice, facts),
    ...routeFacts(node, choice, delivery?.traits['basePath'] ?? ''),
  };
}

/** A framework's own server is started as the framework says, unless the project starts something of its own. */
function scriptedStart({ delivery, start }: PackageFacts): string | undefined {
  if (delivery === undefined || !start.scripted) return undefined;
  // the standalone output leaves `next` out of the image
  return delivery.traits['nextOutput'] === 'standalone' && start.start?.startsWith('next ') === true
    ? undefined
    : start.start;
}

function builtFolder(node: NodePackage, start: string | undefined): string | undefined {
  const found = /(?:^|\s)(?:\.\/)?(([\w.-]+)\/[\w./-]+\.[cm]?js)(?:\s|$)/.exec(start ?? '');
  // a file of the repository is started as it is: the build fills another folder, or none
  if (found?.[1] !== undefined && node.hasFile(found[1])) return undefined;
  const folder = found?.[2];
  return folder !== undefined && folder !== 'src' && folder !== 'node_modules' ? folder : node.typescript?.outDir;
}

function addressFacts(node: NodePackage, choice: KindChoice, facts: PackageFacts): Partial<ServerFacts> {
  const { delivery, listeners, start } = facts;
  const stated = /\s(?:-p|--port)[= ](\d{2,5})(?=\s|$)/.exec(start.start ?? '')?.[1];
  if (delivery !== undefined && listeners.length === 0) {
    const fixed = stated === undefined ? delivery.port : Number(stated);
    return {
      ...(fixed === undefined ? {} : { port: fixed }),
      ...(stated === undefined || start.start?.includes('standalone') === true ? { portVariable: 'PORT' } : {}),
      // Source: docs.astro.build/guides/integrations-guide/node: HOST is localhost unless set
      ...(choice.framework?.name === 'astro' ? { bindAddress: '127.0.0.1' } : {}),
    };
  }
  const listener = mainListener(listeners);
  if (listener === undefined && /\bfastify start\b/.test(start.start ?? '')) return fastifyCli(start.start ?? '');
  if (listener === undefined) {
    const usual = usualPorts[choice.framework?.name ?? ''];
    return usual === undefined ? {} : { port: usual, portVariable: 'PORT' };
  }
  const fromExample = listener.port ?? examplePort(node, listener.variable);
  const adapter = node.sources.find(({ text }) => text.includes('new FastifyAdapter('));
  const bindAddress = bindAddressOf(listener, choice, adapter);
  return {
    ...(fromExample === undefined ? {} : { port: fromExample }),
    ...(listener.variable === undefined ? {} : { portVariable: listener.variable }),
    ...(bindAddress === undefined ? {} : { bindAddress }),
  };
}

/** Source: github.com/fastify/fastify-cli: port 3000 and the loopback address unless options or variables say otherwise. */
function fastifyCli(command: string): Partial<ServerFacts> {
  const port = /\s(?:-p|--port)[= ](\d{2,5})(?=\s|$)/.exec(command)?.[1];
  const address = /\s(?:-a|--address)[= ](\S{1,100})/.exec(command)?.[1];
  return {
    port: port === undefined ? 3000 : Number(port),
    ...(port === undefined ? { portVariable: 'FASTIFY_PORT' } : {}),
    bindAddress: address === undefined || address === 'localhost' ? '127.0.0.1' : address,
  };
}

/** The listener whose port can be set comes before one with a fixed port (metrics, sockets). */
export function mainListener(listeners: readonly Listener[]): Listener | undefined {
  return (
    listeners.find(({ variable }) => variable === 'PORT') ??
    listeners.find(({ variable }) => variable !== undefined) ??
    listeners.find(({ port }) => port !== undefined) ??
    listeners[0]
  );
}

/** Of frameworks that open the server themselves. Source: their documentation. */
const usualPorts: Readonly<Record<string, number>> = {
  strapi: 1337,
  medusa: 9000,
  keystone: 3000,
  adonis: 3333,
  sails: 1337,
};

function bindAddressOf(listener: Listener, choice: KindChoice, adapter: SourceFile | undefined): string | undefined {
  if (listener.host !== undefined) return listener.host === 'localhost' ? '127.0.0.1' : listener.host;
  // Source: fastify.dev/docs/latest/Reference/Server: listen() takes localhost when no host is given
  const { name } = choice.framework ?? {};
  const isFastify = name === 'fastify' || (name === 'nestjs' && adapter !== undefined);
  return isFastify && listener.hostVariable === undefined ? '127.0.0.1' : undefined;
}

function examplePort(node: NodePackage, variable: string | undefined): number | undefined {
  if (variable === undefined) return undefined;
  const names = ['.env.example', '.env.sample', '.env.template', '.env.dist'];
  const texts = names.flatMap((name) => node.view.read(node.pathOf(name)) ?? node.view.read(name) ?? []);
  const found = texts
    .map((text) => new RegExp(`^${variable}=["']?(\\d{2,5})\\b`, 'm').exec(text)?.[1])
    .find((one) => one !== undefined);
  return found === undefined || Number(found) > 65535 ? undefined : Number(found);
}

function routeFacts(node: NodePackage, choice: KindChoice, basePath: string): Partial<ServerFacts> {
  const routes = [
    ...findFrameworkRoutes(node, choice.framework?.name ?? '', basePath),
    ...findCodeRoutes([...node.sources, ...node.internalSources]),
  ];
  const health = chooseHealthRoute(routes);
  const usesMetrics = [node.manifest, ...node.internal].some((one) =>
    metricsPackages.some((name) => hasDependency(one, name)),
  );
  const metrics = usesMetrics ? (chooseMetricsRoute(routes)?.path ?? defaultMetricsPath(node)) : undefined;
  return {
    ...(health === undefined ? {} : { healthPath: health.path, evidence: [health.evidence] }),
    ...(metrics === undefined ? {} : { metricsPath: metrics }),
  };
}

/** Packages that answer `/metrics` by themselves once they are registered. */
const selfServing = [
  'fastify-metrics',
  'express-prom-bundle',
  '@willsoto/nestjs-prometheus',
  'express-prometheus-middleware',
];
const metricsPackages = ['prom-client', ...selfServing];

function defaultMetricsPath(node: NodePackage): string | undefined {
  return selfServing.some((name) => hasDependency(node.manifest, name)) ? '/metrics' : undefined;
}
