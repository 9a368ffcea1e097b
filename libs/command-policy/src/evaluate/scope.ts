import type { Statement } from '../shell/syntax-nodes.js';
import { any, anyWords, distinct, known, plain } from './value.js';
import type { Value } from './value.js';

/** What a variable can be: each alternative is the list of its elements, none when it is not set. */
export type Alternatives = readonly (readonly Value[])[];

interface Variable {
  alternatives: Alternatives;
  exported: boolean;
  /** Keeps what it has: to assign again fails, and the script may go on. */
  readOnly?: boolean;
}

/** Stands for the home folder: outside of every repository. */
export const homeFolder = '/~';
export const temporaryFolder = '/tmp';

/** What `commandEnvironment` of the workspace passes on, and what bash sets by itself. */
const fromOutside: Readonly<Record<string, Value>> = {
  HOME: known(homeFolder),
  TMPDIR: known(temporaryFolder),
  IFS: known(' \t\n'),
  ...Object.fromEntries(
    'RANDOM SRANDOM SECONDS LINENO EPOCHSECONDS EPOCHREALTIME UID EUID PPID BASHPID OSTYPE HOSTTYPE MACHTYPE HOSTNAME SHLVL OPTIND USER LOGNAME LANG TZ'
      .split(' ')
      .map((name) => [name, plain]),
  ),
};
const setByShell =
  /^(?:BASH\w*|PATH|OLDPWD|DIRSTACK|PIPESTATUS|FUNCNAME|GROUPS|SHELLOPTS|COMP_\w*|READLINE_\w*|DOCKER_\w*|XDG_\w*|SSL_\w*|NODE_EXTRA_CA_CERTS|PS\d|_|0|-)$/;

/** What the shell knows at one point of a script. */
export class Scope {
  variables = new Map<string, Variable>();
  /** A body is undefined where the function may not have been defined. */
  functions = new Map<string, readonly (Statement | undefined)[]>();
  /** Where the shell can stand, absolute; undefined when that is not known. */
  folders: readonly string[] | undefined;
  /** Where it stands when the last command succeeded. */
  folderOnSuccess: string | undefined;
  positional: readonly Value[] | undefined = [];
  /** After `set -e`, where the shell minds it: a failed command ends the script. */
  stopsOnFailure = false;
  /** After `set -a`. */
  exportsAll = false;
  /** What comes through the pipe that this side stands behind, where that is known. */
  piped: Value | undefined;
  /** After a file was read in: anything can have been set. */
  isOpen = false;

  constructor(folders: readonly string[] | undefined) {
    this.folders = folders;
  }

  clone(): Scope {
    const copy = new Scope(this.folders);
    copy.variables = new Map(this.variables);
    copy.functions = new Map(this.functions);
    copy.positional = this.positional;
    copy.exportsAll = this.exportsAll;
    copy.stopsOnFailure = this.stopsOnFailure;
    copy.isOpen = this.isOpen;
    copy.piped = this.piped;
    return copy;
  }

  /** What another shell process sees, that is started here. */
  forChild(positional: readonly Value[] | undefined): Scope {
    const child = new Scope(this.folders);
    child.positional = positional;
    child.isOpen = this.isOpen;
    child.piped = this.piped;
    for (const [name, { alternatives, exported }] of this.variables) {
      if (exported) child.variables.set(name, { alternatives, exported });
      else if (this.exportsAll || this.isOpen) {
        child.variables.set(name, { alternatives: [...alternatives, []], exported: true });
      }
    }
    return child;
  }

  lookup(name: string): Alternatives {
    const variable = this.variables.get(name);
    if (variable) return variable.alternatives;
    if (name === 'PWD') return this.folders ? this.folders.map((folder) => [known(folder)]) : [[any]];
    if (Object.hasOwn(fromOutside, name)) return [[fromOutside[name]!]];
    return [[anyWords]];
  }

  /** True when nothing gave it a value: the environment of a command is small and known. */
  isUnset(name: string): boolean {
    return (
      !this.isOpen &&
      !this.variables.has(name) &&
      name !== 'PWD' &&
      !Object.hasOwn(fromOutside, name) &&
      !setByShell.test(name)
    );
  }

  assign(name: string, alternatives: Alternatives, exported = false): void {
    const before = this.variables.get(name)?.exported ?? Object.hasOwn(fromOutside, name);
    const readOnly = this.variables.get(name)?.readOnly === true;
    this.variables.set(name, {
      alternatives: distinct(readOnly ? [...this.lookup(name), ...alternatives] : alternatives),
      exported: exported || before || this.exportsAll,
      ...(readOnly ? { readOnly } : {}),
    });
  }

  makeReadOnly(name: string): void {
    const variable = this.variables.get(name);
    if (variable) this.variables.set(name, { ...variable, readOnly: true });
  }

  /** Takes in what can also be the case. */
  join(other: Scope): void {
    for (const name of new Set([...this.variables.keys(), ...other.variables.keys()])) {
      const exported = [this, other].map((scope) => scope.variables.get(name)?.exported ?? false);
      // where it is exported on one way only, another process may not see it
      const unseen = exported[0] === exported[1] ? [] : [[]];
      this.variables.set(name, {
        alternatives: distinct([...this.lookup(name), ...other.lookup(name), ...unseen]),
        exported: exported.includes(true),
        ...([this, other].some((scope) => scope.variables.get(name)?.readOnly) ? { readOnly: true } : {}),
      });
    }
    for (const name of new Set([...this.functions.keys(), ...other.functions.keys()])) {
      const bodies = [this, other].flatMap((scope) => scope.functions.get(name) ?? [undefined]);
      this.functions.set(name, [...new Set(bodies)]);
    }
    this.folders = this.folders && other.folders && [...new Set([...this.folders, ...other.folders])];
    this.positional = samePositional(this.positional, other.positional) ? this.positional : undefined;
    this.exportsAll ||= other.exportsAll;
    this.stopsOnFailure &&= other.stopsOnFailure;
    this.isOpen ||= other.isOpen;
  }

  /** Elements of `$@`; unknown ones are one value that stands for many. */
  arguments(): readonly Value[] {
    return this.positional ?? [anyWords];
  }

  fingerprint(): string {
    const functions = [...this.functions].map(([name, bodies]) => [name, bodies.length]);
    return JSON.stringify([[...this.variables], functions, this.folders, this.positional]);
  }
}

function samePositional(one: readonly Value[] | undefined, other: readonly Value[] | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
