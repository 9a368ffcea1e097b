import { judgeInside, judgeOwnCode, isUrl } from '../evaluate/paths.js';
import { refuse } from '../evaluate/refuse.js';
import { constant, knownPrefix, shown } from '../evaluate/value.js';
import type { Value } from '../evaluate/value.js';
import type { Call, CommandRule } from './command-rule.js';
import { installedTools } from '../table/installed-tools.js';
import { judgeByRule } from './judge-by-rule.js';
import { judgeScriptFile } from './judge-program.js';

/** `npm ci`, `pnpm install`, …: what the lock file names, and no install scripts where no sandbox holds them. */
export function installsNodePackages({ operands, options, site, path }: Call): void {
  for (const operand of operands) {
    refuse(site, 'named-package', `${path} may install what package.json names, not ${shown(operand)}.`);
  }
  const runsScripts = !options.some(
    ({ name, value }) => name === '--ignore-scripts' && (value === undefined || constant(value) === 'true'),
  );
  if (runsScripts && site.run.options.sandboxed !== true) {
    refuse(
      site,
      'install-scripts',
      `${path} runs the install scripts of every package; add --ignore-scripts, or run in the sandbox.`,
    );
  }
}

/** `yarn` alone installs. */
export function installsWithoutCommand(call: Call): void {
  if (call.operands.length > 0 || call.options.some(({ name }) => name === '--version' || name === '--help')) return;
  installsNodePackages(call);
}

/** Requirement files, the project itself, nothing by its name. */
export function installsPythonPackages({ operands, site, path }: Call): void {
  for (const operand of operands) {
    const text = knownPrefix(operand);
    if (/^\.{0,2}(?:\/|\[|$)/.test(text) && text !== '' && !isUrl(operand)) {
      judgeInside(site, { ...operand, pieces: [text.replace(/\[.*$/, '') || '.'] }, 'package');
    } else {
      refuse(site, 'named-package', `${path} may install what a file of the repository names, not ${shown(operand)}.`);
    }
  }
}

/** `npx tool`: what is installed already; else it is fetched and run. */
export function runsLocalTool(call: Call): void {
  const { options, site, path } = call;
  if (!options.some(({ name }) => /^--(?:no|no-install|offline)$/.test(name))) {
    return refuse(site, 'network', `${path} fetches and runs a package that is not installed; add --no-install.`);
  }
  runsInstalledTool(call);
}

/** `poetry run tool`, `pnpm exec tool`: a tool the policy knows is judged, another one is the repository's. */
export function runsInstalledTool({ operands, site, path }: Call): void {
  const [tool] = operands;
  if (tool === undefined) return;
  const name = constant(tool);
  if (name === undefined || !/^[@\w][\w.@/-]*$/.test(name) || name.includes('..')) {
    return refuse(site, 'unknown-program', `It cannot be told which tool ${path} runs.`);
  }
  if (name.endsWith('.py')) return judgeScriptFile(tool, site);
  if (!installedTools.test(name)) site.run.judgeExternal(operands, { ...site, scope: site.scope.clone() });
}

export function runsInWorkspace(commands: Readonly<Record<string, CommandRule>>): (call: Call) => void {
  return ({ operands, site, path }) => judgeByRule({ commands }, path, operands.slice(1), site);
}

/** Targets and plain variables of `make`; no variable that names a program. */
export function namesMakeTargets({ operands, options, site }: Call): void {
  for (const operand of operands) {
    const [, name, value] = /^([^=]*?)[:?+]?=(.*)$/s.exec(constant(operand) ?? shown(operand)) ?? [];
    if (name === undefined) continue;
    const isPlain = constant(operand) !== undefined && /^[\w./:@+-]*$/.test(value!);
    const isProgram =
      /^(?:SHELL|\.SHELLFLAGS|MAKE\w*|CC|CXX|LD|AR|AS|CPP|RM|INSTALL|.*(?:CMD|COMMAND|BIN|EXEC|RUNNER|PREFIX|SUDO|TOOL|WRAPPER))$/i.test(
        name,
      );
    if (!isPlain || isProgram || /^(?:.*\/)?(?:sudo|su|doas|ssh|curl|wget|bash|sh)$/.test(value!)) {
      refuse(site, 'hidden-command', `make ${shown(operand)} can put a command into the rules.`);
    }
  }
  for (const { name, value } of options) {
    if (value && /^(?:-f|--(?:f|makef))/.test(name)) judgeOwnCode(site, value);
  }
  refuseTargets({ operands, site }, 'make');
}

/** Goals that build and test. */
export function namesMavenGoals({ operands, options, site }: Call): void {
  refuseTargets({ operands, site }, 'mvn');
  for (const { name } of options) {
    if (name.startsWith('-D') && !harmlessProperties.test(name)) {
      refuse(site, 'refused-option', `mvn ${name} may run another program.`);
    }
  }
  for (const operand of operands) {
    if (shown(operand).includes(':') && !harmlessGoals.test(shown(operand))) {
      refuse(site, 'not-allowed', `The goal ${shown(operand)} may run any program.`);
    }
  }
}

const harmlessProperties =
  /^-D(?:skip\w*|maven\.(?:test|javadoc)\.skip|(?:it\.)?test|revision|changelist|failIfNoTests|surefire\.(?:failIfNoSpecifiedTests|skip)|\w+\.skip|style\.color|java\.version|maven\.compiler\.\w+)$/;
const harmlessGoals =
  /^(?:dependency:(?:tree|analyze|list|go-offline|resolve)|help:(?:evaluate|effective-pom)|(?:checkstyle|spotless|spotbugs|pmd|fmt|formatter|enforcer|license):(?:check|validate|enforce)|jacoco:(?:report|check)|compiler:(?:compile|testCompile)|surefire:test|failsafe:(?:integration-test|verify)|versions:display-\S+)$/;

export function namesGradleTasks({ operands, site }: Call): void {
  refuseTargets({ operands, site }, 'gradle');
}

/** Names that say they leave this machine. */
function refuseTargets({ operands, site }: { operands: readonly Value[]; site: Call['site'] }, program: string): void {
  for (const operand of operands) {
    if (
      /(?:^|[-_:./])(?:deploy|publish|release|push|apply|destroy|upload)(?:$|[-_:./])|^publish[A-Z]|^uploadArchives/.test(
        shown(operand),
      )
    ) {
      refuse(site, 'not-allowed', `${program} ${shown(operand)} leaves this machine by its name.`);
    }
  }
}

/** `yarn run`, `bun run`: a script of package.json; where it is a program or a file, that is judged. */
export function runsPackageScript({ operands, site }: Call): void {
  const [script] = operands;
  const name = constant(script);
  if (script === undefined) return;
  if (name === undefined) return refuse(site, 'unknown-program', 'It cannot be told which script this runs.');
  if (/[./]/.test(name) && !name.includes(':')) return judgeScriptFile(script, site);
  if (/^(?:node|bun|deno|npx|npm|env|sh|bash|python3?|ruby|perl)$/.test(name)) {
    site.run.judgeExternal(operands, { ...site, scope: site.scope.clone() });
  }
}

/** `go run ./cmd/x`: a package of the repository. */
export function runsOwnPackage({ operands, site, path }: Call): void {
  const [target] = operands;
  if (target !== undefined && !/^\.{1,2}(?:\/|$)|^[\w/-]+\.go$/.test(constant(target) ?? '')) {
    return refuse(site, 'network', `${path} may run a package of the repository: ./…`);
  }
  if (target !== undefined) judgeInside(site, target, 'package');
}

/** Definitions that choose no program, library or other script. */
export function definesPlainly({ options, site }: Call): void {
  for (const { name, value } of options) {
    if (name !== '-D' || value === undefined) continue;
    const isPlain = /^\w+(?::\w+)?=[\w./+-]*$/.test(constant(value) ?? '');
    if (
      !isPlain ||
      /COMPILER|LAUNCHER|COMMAND|PROGRAM|EXECUTABLE|WRAPPER|TOOLCHAIN|INCLUDE|EMULATOR|LINKER/i.test(constant(value)!)
    ) {
      refuse(site, 'refused-option', `cmake -D ${shown(value)} may choose another program.`);
    }
  }
}

/** MSBuild takes properties as `/p:Name=value` too, and they can hold commands. */
export function namesProjects({ operands, site, path }: Call): void {
  for (const operand of operands) {
    if (/^\//.test(shown(operand))) refuse(site, 'refused-operand', `${path} may not be given ${shown(operand)}.`);
  }
}
