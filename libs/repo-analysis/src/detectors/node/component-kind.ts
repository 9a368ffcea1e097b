import type { Component } from '@devops-orchestrator/contracts';
import type { DetectedComponent } from '../../detector.js';
import { matchSource } from '../../source/source-file.js';
import type { Framework, FrameworkDelivery } from './framework.js';
import type { NodePackage } from './node-package.js';
import { hasDependency } from './package-manifest.js';
import type { Listener } from './port.js';
import { runsElsewhere } from './runs-elsewhere.js';
import type { StartChoice } from './start-command.js';

export interface KindChoice {
  kind: Component['kind'];
  role: DetectedComponent['role'];
  framework?: Framework | undefined;
}

export interface KindFacts {
  frameworks: readonly Framework[];
  delivery?: FrameworkDelivery | undefined;
  listeners: readonly Listener[];
  start: StartChoice;
  hasBuild: boolean;
}

/** Decides what a package is: what it serves or does outweighs what it is called. */
export function chooseKind(node: NodePackage, facts: KindFacts): KindChoice {
  const { frameworks, delivery, listeners, start } = facts;
  const serverFramework = frameworks.find(({ family }) => family === 'server');
  const siteFramework = frameworks.find(({ family }) => family !== 'server');
  const serves = listeners.length > 0 && start.start !== undefined;
  if (siteFramework?.family === 'rendering' && !(serves && start.scripted && serverFramework !== undefined)) {
    const isStatic = delivery?.mode === 'static';
    return { kind: isStatic ? 'static' : 'web', role: isStatic ? 'site' : 'server', framework: siteFramework };
  }
  const isApplication =
    serverFramework !== undefined || (siteFramework === undefined && node.manifest.bin.length === 0);
  const isElsewhere = runsElsewhere(node) !== undefined;
  if (serves && (start.scripted || isApplication) && !(isElsewhere && serverFramework === undefined)) {
    return { kind: 'web', role: 'server', framework: serverFramework ?? siteFrameworkOfServer(siteFramework, node) };
  }
  if (isElsewhere) return { kind: 'library', role: 'tooling' };
  if (isSite(node, siteFramework, facts)) return { kind: 'static', role: 'site', framework: siteFramework };
  if (start.start !== undefined && isMessageConsumer(node, serverFramework))
    return { kind: 'worker', role: 'server', framework: serverFramework };
  if (serverFramework !== undefined && start.scripted && start.start !== undefined) {
    return { kind: 'web', role: 'server', framework: serverFramework };
  }
  if (start.start !== undefined && isWorker(node)) return { kind: 'worker', role: 'server' };
  if (node.manifest.bin.length > 0) return { kind: 'cli', role: 'tooling' };
  if (start.start !== undefined && start.scripted && !start.delegates) return { kind: 'job', role: 'server' };
  return { kind: 'library', role: 'tooling' };
}

/** A server that renders with Vite is a server without a framework of its own. */
function siteFrameworkOfServer(framework: Framework | undefined, node: NodePackage): Framework | undefined {
  return framework?.name === 'vite' && !node.hasFile('index.html') ? undefined : framework;
}

/** A site has a page to build; Vite also builds libraries. */
export function isSite(
  node: NodePackage,
  framework: Framework | undefined,
  { hasBuild }: Pick<KindFacts, 'hasBuild'>,
): boolean {
  if (framework === undefined || !hasBuild) return false;
  if (framework.name !== 'vite' && framework.name !== 'parcel' && framework.name !== 'webpack') return true;
  return node.firstFile(['index.html', 'src/index.html', 'public/index.html', 'app/index.html']) !== undefined;
}

/** A Nest application that opens no HTTP server. Source: docs.nestjs.com/microservices/basics, docs.nestjs.com/standalone-applications. */
function isMessageConsumer(node: NodePackage, framework: Framework | undefined): boolean {
  const creates = (pattern: RegExp) => node.sources.some(({ text }) => pattern.test(text));
  return (
    framework?.name === 'nestjs' &&
    creates(/\.create(?:Microservice|ApplicationContext)\b/) &&
    !creates(/\bNestFactory\.create(?:<[^>\n]{0,100}>)?\(/)
  );
}

const workerPackages = [
  'bullmq',
  'bull',
  'bee-queue',
  'agenda',
  'pg-boss',
  'graphile-worker',
  'amqplib',
  'amqp-connection-manager',
  'rascal',
  'kafkajs',
  'node-cron',
  'cron',
  'node-schedule',
  'discord.js',
  'telegraf',
  'grammy',
  'node-telegram-bot-api',
  'mqtt',
  'nats',
  '@temporalio/worker',
  '@slack/bolt',
];
const waiting =
  /\bnew (?:Worker|Queue|CronJob|Client)\(|\.(?:consume|subscribe|process|schedule|launch|login)\(|\bsetInterval\(|\bfor await\b|\bwhile\s{0,3}\(\s{0,3}true\b|\.run\(\{|\bsocketMode\s{0,3}:\s{0,3}true\b/g;

/** Loops, timers, and the signals that only a process which stays has to handle. */
const staysAlive =
  /\bsetInterval\(|\bwhile\s{0,3}\(\s{0,3}(?:true|!)|\bfor\s{0,3}\(;;\)|\bprocess\.on(?:ce)?\(\s{0,5}['"]SIG(?:TERM|INT)/;

/** True when the code waits for messages or for the clock. */
function isWorker(node: NodePackage): boolean {
  const uses = workerPackages.some((name) =>
    [node.manifest, ...node.internal].some((manifest) => hasDependency(manifest, name)),
  );
  const isNamed = /(?:^|[-_/.])(?:workers?|consumer|daemon|bot|scheduler|processor)$/.test(
    node.manifest.name ?? node.manifest.directory,
  );
  return (
    isNamed ||
    node.sources.some((file) => staysAlive.test(file.text) || (uses && matchSource(file, waiting).length > 0))
  );
}
