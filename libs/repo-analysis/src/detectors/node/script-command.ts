import type { PackageManifest } from './package-manifest.js';

/** What a package script comes to when it starts the application in production. */
export interface ScriptCommand {
  /** The command without building, migrating and reading `.env`; undefined when only a development server is left. */
  command?: string;
  /** A migration that the script runs before it starts the application. */
  migration?: string;
  /** True when it only calls scripts of other packages. */
  delegates: boolean;
}

/** Follows `npm run x` and takes a chain of commands apart. */
export function readScript(manifest: PackageManifest, name: string, depth = 0): ScriptCommand | undefined {
  const text = manifest.scripts.get(name);
  if (text === undefined || depth > 4 || text.length > 2000) return undefined;
  const result: ScriptCommand = { delegates: false };
  const rest: string[] = [];
  for (const part of text.split('&&').map((segment) => withoutEnvironment(segment.trim()))) {
    const called = calledScript(manifest, part);
    const inner = called === undefined ? undefined : readScript(manifest, called, depth + 1);
    if (isMigration(part)) result.migration = part;
    else if (
      /^(?:set|export) \w+=\S{0,200}$/.test(part) ||
      isBuildStep(part) ||
      (called !== undefined && /^(?:pre)?(?:build|compile|clean|generate|lint)/.test(called))
    )
      continue;
    else if (inner?.migration !== undefined && inner.command === undefined) result.migration = inner.migration;
    else if (inner === undefined) rest.push(...(productionPart(manifest, part, depth) ?? [part]));
    else {
      result.delegates ||= inner.delegates;
      if (inner.migration !== undefined) result.migration = inner.migration;
      rest.push(inner.command ?? developmentOnly);
    }
  }
  result.delegates ||= rest.some((part) => delegation.test(part));
  const usable =
    rest.length > 0 &&
    rest.every((part) => !isDevelopmentServer(part) && !delegation.test(part) && !/[;|&]/.test(part));
  return usable ? { ...result, command: rest.join(' && ') } : result;
}

/** Of scripts that run side by side (an API and the development server of its site) the first that is fit for production. */
function productionPart(manifest: PackageManifest, command: string, depth: number): string[] | undefined {
  if (!/^(?:npx )?(?:concurrently|npm-run-all|run-[ps])\s/.test(command)) return undefined;
  const words = [...command.matchAll(/"([^"]{1,300})"|'([^']{1,300})'|(\S{1,100})/g)].slice(1);
  const found = words
    .map((word) => word[1] ?? word[2] ?? word[3] ?? '')
    .map((word) => {
      const name = /^(?:(?:npm|yarn|pnpm|bun)(?::| run | )?)?([\w:.-]+)$/.exec(word.trim())?.[1];
      if (name !== undefined && manifest.scripts.has(name)) return readScript(manifest, name, depth + 1)?.command;
      const single = { ...manifest, scripts: new Map([['part', word]]) };
      return /\s/.test(word) ? readScript(single, 'part', depth + 1)?.command : undefined;
    })
    .find((one) => one !== undefined);
  return found === undefined ? undefined : [found];
}

/** Stands for a called script that is a development server. */
const developmentOnly = 'nodemon';

const delegation =
  /^(?:cd |concurrently\b|npm-run-all\b|run-[ps]\b|turbo\b|nx\b|lerna\b|(?:npm|yarn|pnpm|bun)\b.{0,200}(?:--prefix|--cwd|-C|--filter|-F|--workspaces?|-w|-r|workspaces?)\b)/;

const developmentServer =
  /\b(?:nodemon|ts-node-dev|tsnd|node-dev|supervisor|docker(?:-compose)?|webpack-dev-server|browser-sync|live-server|http-server)\b|\s--(?:watch|hot|inspect|inspect-brk)\b|\b(?:tsx|bun|tsc) (?:--)?watch\b|\b(?:pm2|forever) (?:start|restart)\b|\bnext dev\b|^next(?:\s|$)(?!start)|^(?:npx )?vite(?:$|\s(?!build))|\b(?:react-scripts|ng|craco) (?:start|serve)\b|\bwebpack serve\b|^(?:npx )?nest start\b|\b(?:nuxt|nuxi|remix|astro|react-router|vinxi|wrangler|vercel|netlify|gatsby|expo|ionic) (?:dev|develop|preview|start)\b|^(?:astro|nuxt)$|\bvue-cli-service serve\b|\bparcel\b(?! build)|^(?:npx )?serve\b|\bfirebase (?:emulators|functions|serve)\b|\b(?:sls|serverless) (?:offline|dev)\b|\bsam local\b|\bfunc start\b|\breact-native (?:start|run)|\bjson-server\b.{0,200}\s--watch\b/;

/** True for what reloads, compiles in memory or serves sources: never run in production. */
export function isDevelopmentServer(command: string): boolean {
  return developmentServer.test(command);
}

export function isMigration(command: string): boolean {
  return /\b(?:prisma migrate deploy|prisma db push|knex migrate|(?:typeorm|typeorm-ts-node-\w+) .{0,200}migration:run|sequelize(?:-cli)? db:migrate|drizzle-kit migrate|node-pg-migrate|db-migrate up|migrate-mongo up|mikro-orm migration:up|migrat\w*\.[cm]?[jt]s)\b/.test(
    command,
  );
}

function isBuildStep(command: string): boolean {
  return /^(?:npx )?(?:tsc|rimraf|prisma generate|nest build|next build|vite build|tsup|esbuild|swc|babel|webpack|rollup|mkdir|rm|cp|echo|sleep|npm (?:ci|install)|yarn install|pnpm install)(?:\s|$)/.test(
    command,
  );
}

function calledScript(manifest: PackageManifest, command: string): string | undefined {
  const found = /^(?:npm|yarn|pnpm|bun) (?:run |run-script )?(?:-s |--silent )?([\w:.-]+)$/.exec(command)?.[1];
  return found !== undefined && manifest.scripts.has(found) ? found : undefined;
}

/** Without `NODE_ENV=…`, `cross-env`, `dotenv --` and `--env-file`: an image gets its variables from outside. */
function withoutEnvironment(command: string): string {
  const bare = command
    .replace(/^(?:npx )?(?:cross-env(?:-shell)?|env-cmd) /, '')
    .replace(/^(?:npx )?dotenv (?:-\S{1,100} \S{1,200} ){0,5}-- /, '')
    .replace(/ --env-file(?:-if-exists)?[= ]\S{1,200}/g, '');
  const assignments: string[] = [];
  let rest = bare;
  for (let found = assignment.exec(rest); found !== null; found = assignment.exec(rest)) {
    if (!found[0].startsWith('NODE_ENV=')) assignments.push(found[0].trim());
    rest = rest.slice(found[0].length);
  }
  return assignments.length === 0 ? rest.trim() : `env ${assignments.join(' ')} ${rest.trim()}`;
}

const assignment = /^[A-Z_][A-Z0-9_]*=\S*\s+/;
