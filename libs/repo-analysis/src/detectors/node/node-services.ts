import type { DetectedService } from '../../detector.js';
import { evidenceAt } from '../../repository-view.js';
import { evidenceOf, matchSource } from '../../source/source-file.js';
import type { NodePackage } from './node-package.js';
import { dependencyEvidence } from './package-manager.js';
import { prismaProviders, serviceDrivers, serviceSchemes } from './service-drivers.js';

/** Backing services by the drivers it ships, the Prisma schema, and connection strings in code and example files. */
export function findServices(node: NodePackage): DetectedService[] {
  const found = [...driverServices(node), ...prismaServices(node), ...connectionServices(node)];
  return dialectServices(node, found);
}

function driverServices(node: NodePackage): DetectedService[] {
  return [node.manifest, ...node.internal].flatMap((manifest) =>
    [...manifest.dependencies.keys(), ...manifest.optionalDependencies.keys()].flatMap((name) => {
      const kind = serviceDrivers.get(name);
      return kind === undefined ? [] : [{ kind, evidence: [dependencyEvidence(node.view, manifest, name)] }];
    }),
  );
}

const provider = /^\s{0,20}provider\s{0,10}=\s{0,10}"([a-z]{1,20})"/;

/** Path of the Prisma schema of a package or of an internal package it needs. */
export function prismaSchema(node: NodePackage): string | undefined {
  const directories = [node.manifest.directory, ...node.internal.map((member) => member.directory)];
  const at = (directory: string, file: string) => (directory === '.' ? file : `${directory}/${file}`);
  return directories
    .flatMap((directory) =>
      ['prisma/schema.prisma', 'schema.prisma', 'src/prisma/schema.prisma', 'prisma/schema/schema.prisma'].map((file) =>
        at(directory, file),
      ),
    )
    .find((path) => node.view.tree.has(path));
}

function prismaServices(node: NodePackage): DetectedService[] {
  const path = prismaSchema(node);
  if (path === undefined) return [];
  return (node.view.read(path) ?? '').split('\n').flatMap((line) => {
    const kind = line.length > 2000 ? undefined : prismaProviders[provider.exec(line)?.[1] ?? ''];
    return kind === undefined
      ? []
      : [{ kind, evidence: [evidenceAt(node.view, path, line, `Prisma provider ${kind}`)] }];
  });
}

const address = /\b(postgres|postgresql|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|nats):\/\//g;

function connectionServices(node: NodePackage): DetectedService[] {
  const inCode = [...node.sources, ...node.internalSources].flatMap((file) =>
    file.text.includes('://') ? matchSource(file, address) : [],
  );
  const inExamples = ['.env.example', '.env.sample', '.env.template', '.env.dist'].flatMap((name) => {
    const path = node.pathOf(name);
    const text = node.view.read(path) ?? '';
    const lines = text.split('\n').map((line) => (line.length > 2000 || line.trimStart().startsWith('#') ? '' : line));
    return matchSource({ path, text: lines.join('\n'), lines }, address);
  });
  const byKind = new Map<string, DetectedService>();
  for (const match of [...inCode, ...inExamples]) {
    const kind = serviceSchemes[match.groups[0] ?? ''];
    if (kind !== undefined && !byKind.has(kind))
      byKind.set(kind, { kind, evidence: [evidenceOf(match, `${kind} connection string`)] });
  }
  return [...byKind.values()];
}

const mariadb = /\b(?:dialect|type|client)\s{0,5}:\s{0,5}['"]mariadb['"]/g;

/** MySQL's driver with MariaDB's dialect means MariaDB; a SQLite driver beside a server's in a query builder is for development. */
function dialectServices(node: NodePackage, found: readonly DetectedService[]): DetectedService[] {
  const usesMariadb =
    found.some(({ kind }) => kind === 'mysql') && node.sources.some((file) => matchSource(file, mariadb).length > 0);
  return found.map((service) => (service.kind === 'mysql' && usesMariadb ? { ...service, kind: 'mariadb' } : service));
}
