import type { PackageManifest } from './package-manifest.js';

/** A command without package-manager wrappers, and the variables that stood in front of it. */
export interface NodeCommand {
  command: string;
  environment: Readonly<Record<string, string>>;
}

const runner =
  /^(?:npm|pnpm|yarn|bun)\s+(?:run-script\s+|run\s+)?(?:--silent\s+|-s\s+)?(start|test|[A-Za-z0-9:_.-]+)(?:\s+--)?(?:\s+(.*))?$/;
const notScripts = new Set(['exec', 'dlx', 'x', 'install', 'ci', 'run', 'add']);

/**
 * Follows `npm start`, `yarn run serve`, `npx`, `cross-env` down to the program itself: package managers as process 1 do not hand
 * signals on, and write to their home.
 */
export function resolveNodeCommand(command: string, manifest: PackageManifest): NodeCommand {
  let current = command.trim();
  const environment: Record<string, string> = {};
  for (let depth = 0; depth < 6; depth += 1) {
    const stripped = stripPrefixes(current, environment);
    const script = scriptOf(stripped, manifest);
    if (script === undefined) return { command: stripped, environment };
    current = script;
  }
  return { command: current, environment };
}

/** Package of the manifest that gives a program. */
export function packageOfProgram(program: string, manifest: PackageManifest): string | undefined {
  const known: Readonly<Record<string, readonly string[]>> = {
    nest: ['@nestjs/cli'],
    'mikro-orm': ['@mikro-orm/cli'],
    'mikro-orm-esm': ['@mikro-orm/cli'],
    sequelize: ['sequelize-cli'],
    'typeorm-ts-node-commonjs': ['typeorm'],
    'typeorm-ts-node-esm': ['typeorm'],
    tsc: ['typescript'],
    'remix-serve': ['@remix-run/serve'],
    'react-router-serve': ['@react-router/serve'],
    'vue-cli-service': ['@vue/cli-service'],
    ng: ['@angular/cli'],
    'babel-node': ['@babel/node'],
    'swc-node': ['@swc-node/register'],
  };
  return [...(known[program] ?? []), program].find(
    (name) => manifest.dependencies[name] !== undefined || manifest.devDependencies[name] !== undefined,
  );
}

function stripPrefixes(command: string, environment: Record<string, string>): string {
  let current = command;
  for (;;) {
    const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=([^\s"'$`&|;]*)\s+(?=\S)/.exec(current);
    const wrapper =
      /^(?:cross-env(?:-shell)?|env|npx(?:\s+(?:--yes|-y|--no-install|--no))*|pnpm\s+exec|yarn\s+exec|npm\s+exec(?:\s+--)?|pnpm\s+dlx|bunx)\s+(?=\S)/.exec(
        current,
      );
    if (assignment === null && wrapper === null) return current;
    if (assignment !== null) environment[assignment[1] ?? ''] = assignment[2] ?? '';
    current = current.slice((assignment ?? wrapper)?.[0].length ?? 0);
  }
}

function scriptOf(command: string, manifest: PackageManifest): string | undefined {
  const match = runner.exec(command);
  const name = match?.[1];
  if (name === undefined || notScripts.has(name)) return undefined;
  const script = manifest.scripts[name];
  if (script === undefined) return undefined;
  return match?.[2] === undefined ? script : `${script} ${match[2]}`;
}
