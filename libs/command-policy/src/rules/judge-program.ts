import { areaOf, judgeOwnCode, wasWritten } from '../evaluate/paths.js';
import { refuse } from '../evaluate/refuse.js';
import type { Site } from '../evaluate/run.js';
import { shown } from '../evaluate/value.js';
import type { Value } from '../evaluate/value.js';
import { installedTools } from '../table/installed-tools.js';
import { never, programs } from '../table/policy-table.js';
import { judgeByRule } from './judge-by-rule.js';

const systemFolders = /^\/(?:usr\/(?:local\/)?)?s?bin\/([^/]+)$/;
/** Tools that a repository brings along by the custom of its language. */
const localTools = /(?:^|\/)(?:node_modules\/\.bin|\.?venv\/bin|vendor\/bin)\/([^/]+)$|^(?:\.\/)?(gradlew|mvnw)$/;

/** Judges a program by the table; a path is a program of the system or a file of the repository. */
export function judgeProgram(name: string, word: Value, args: readonly Value[], site: Site): void {
  const bare = systemFolders.exec(name)?.[1] ?? name;
  if (bare.includes('/')) return judgeFile(bare, word, args, site);
  const rule = Object.hasOwn(programs, bare) ? programs[bare] : undefined;
  if (rule) return judgeByRule(rule, bare, args, site);
  const reason = Object.hasOwn(never, bare) ? never[bare] : undefined;
  if (reason === undefined) {
    return refuse(site, 'not-allowed', `${bare} is not among the programs that inspect, build, test or validate.`);
  }
  refuse(site, 'never-allowed', `${bare} ${reason}.`);
}

function judgeFile(name: string, word: Value, args: readonly Value[], site: Site): void {
  const [, tool, wrapper] = localTools.exec(name) ?? [];
  const known = tool ?? (wrapper === undefined ? undefined : { gradlew: 'gradle', mvnw: 'mvn' }[wrapper]);
  if (known !== undefined && areaOf(word, site.scope, site.run) === 'repository' && !wasWritten(site, word)) {
    const rule = Object.hasOwn(programs, known) ? programs[known] : undefined;
    if (rule) return judgeByRule(rule, known, args, site);
    if (installedTools.test(known)) return;
  }
  judgeScriptFile(word, site);
}

/** Refuses to run a file that is not the repository's own, or that this very script has written. */
export function judgeScriptFile(file: Value, site: Site): void {
  judgeOwnCode(site, file);
  if (site.run.options.purpose === 'agent') {
    refuse(site, 'repository-script', `An agent runs ${shown(file)} through a check of the task file, not by itself.`);
  }
}
