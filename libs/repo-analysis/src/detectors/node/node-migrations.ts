import type { Migrations } from '@devops-orchestrator/contracts';
import { directoryName, evidenceAt } from '../../repository-view.js';
import type { NodePackage } from './node-package.js';
import { hasAnyDependency } from './package-manifest.js';
import { readScript } from './script-command.js';
import type { StartChoice } from './start-command.js';
import { prismaSchema } from './node-services.js';

/** The migration as one command, and the package that must be installed to run it. */
export interface NodeMigrations {
  migrations: Migrations;
  /** Package whose command it is; undefined for a script of the project. */
  package?: string;
}

interface Tool {
  tool: string;
  package: string;
  /** What its command looks like in a script. */
  pattern: RegExp;
  command: string;
  /** Files or folders that show it is in use. */
  marks: RegExp;
}

const tools: readonly Tool[] = [
  {
    tool: 'prisma',
    package: 'prisma',
    pattern: /\bprisma migrate deploy\b/,
    command: 'prisma migrate deploy',
    marks: /(?:^|\/)migrations\/[^/]+\/migration\.sql$/,
  },
  {
    tool: 'knex',
    package: 'knex',
    pattern: /\bknex\b.{0,100}\bmigrate:latest\b/,
    command: 'knex migrate:latest',
    marks: /(?:^|\/)knexfile\.[cm]?[jt]s$/,
  },
  {
    tool: 'sequelize',
    package: 'sequelize-cli',
    pattern: /\bsequelize(?:-cli)?\b.{0,100}\bdb:migrate\b/,
    command: 'sequelize-cli db:migrate',
    marks: /(?:^|\/)\.sequelizerc$/,
  },
  {
    tool: 'drizzle',
    package: 'drizzle-kit',
    pattern: /\bdrizzle-kit migrate\b/,
    command: 'drizzle-kit migrate',
    marks: /(?:^|\/)drizzle\.config\.[cm]?[jt]s$/,
  },
  {
    tool: 'node-pg-migrate',
    package: 'node-pg-migrate',
    pattern: /\bnode-pg-migrate\b/,
    command: 'node-pg-migrate up',
    marks: /^migrations\/[^/]+\.(?:[cm]?[jt]s|sql)$/,
  },
  { tool: 'typeorm', package: 'typeorm', pattern: /\btypeorm\b.{0,200}\bmigrations?:run\b/, command: '', marks: /^$/ },
  {
    tool: 'mikro-orm',
    package: '@mikro-orm/cli',
    pattern: /\bmikro-orm migration:up\b/,
    command: 'mikro-orm migration:up',
    marks: /(?:^|\/)mikro-orm\.config\.[cm]?[jt]s$/,
  },
  {
    tool: 'migrate-mongo',
    package: 'migrate-mongo',
    pattern: /\bmigrate-mongo up\b/,
    command: 'migrate-mongo up',
    marks: /(?:^|\/)migrate-mongo-config\.[cm]?js$/,
  },
  { tool: 'db-migrate', package: 'db-migrate', pattern: /\bdb-migrate up\b/, command: 'db-migrate up', marks: /^$/ },
];

const scriptNames =
  /^(?:(?:db|database|prisma|knex|typeorm|drizzle|sequelize)[:.-])?(?:migrat(?:e|ion|ions)(?:[:.-](?:deploy|prod|production|up|latest|run|apply))*|deploy)$/;
const developmentStep =
  /\bmigrate dev\b|\bdb push\b|\bdrizzle-kit (?:push|generate)\b|:(?:make|create|generate|rollback|revert|down)\b|\bmigrate (?:create|down|reset|rollback)\b/;

/** Finds the one-shot migration: the start script's own, else a script of the project, else a tool that is set up. */
export function findMigrations(node: NodePackage, start: StartChoice): NodeMigrations | undefined {
  if (start.migration !== undefined) return describe(start.migration.command, start.migration.evidence);
  const names = [...node.manifest.scripts.keys()].filter((name) => scriptNames.test(name));
  // `migrate:deploy` before `migrate`: the longer name is the more particular one
  for (const name of names.sort((a, b) => b.length - a.length || (a < b ? -1 : 1))) {
    const script = readScript(node.manifest, name);
    const command = script?.migration ?? script?.command;
    if (command === undefined || developmentStep.test(command)) continue;
    if (name === 'deploy' && !tools.some((tool) => tool.pattern.test(command))) continue;
    return describe(command, evidenceAt(node.view, node.manifest.path, `"${name}"`, `script ${name}`));
  }
  return configuredTool(node);
}

function describe(command: string, evidence: Migrations['evidence'][number]): NodeMigrations {
  const tool = tools.find(({ pattern }) => pattern.test(command));
  return {
    migrations: {
      tool: tool?.tool ?? 'script',
      command: command.replace(/^npx (?:--no-install |--yes |-y )?/, ''),
      evidence: [evidence],
    },
    ...(tool === undefined ? {} : { package: tool.package }),
  };
}

function configuredTool(node: NodePackage): NodeMigrations | undefined {
  const directory = node.manifest.directory;
  for (const { tool, package: name, command, marks } of tools) {
    if (command === '' || ![node.manifest, ...node.internal].some((manifest) => hasAnyDependency(manifest, name)))
      continue;
    const schema = tool === 'prisma' ? prismaSchema(node) : undefined;
    const root = schema === undefined ? directory : directoryName(schema);
    const mark = node.view
      .below(root, [])
      .find((path) => marks.test(root === '.' ? path : path.slice(root.length + 1)) && !path.includes('node_modules/'));
    if (mark === undefined) continue;
    const option = schema === undefined ? '' : schemaOption(node, schema);
    return {
      migrations: {
        tool,
        command: `${command}${option}`,
        evidence: [{ file: mark, line: 1, reason: `${tool} migrations` }],
      },
      package: name,
    };
  }
  return undefined;
}

/** Prisma finds its schema by itself in the package's usual places only. */
function schemaOption(node: NodePackage, schema: string): string {
  if (['prisma/schema.prisma', 'schema.prisma'].some((path) => node.pathOf(path) === schema)) return '';
  const depth = node.manifest.directory === '.' ? 0 : node.manifest.directory.split('/').length;
  return ` --schema ${'../'.repeat(depth)}${schema}`;
}
