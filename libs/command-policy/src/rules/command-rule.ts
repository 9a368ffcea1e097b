import type { Site } from '../evaluate/run.js';
import type { Value } from '../evaluate/value.js';
import type { Arguments } from './arguments.js';

/** A command on its way through a rule. */
export interface Call extends Arguments {
  site: Site;
  /** Program and sub-commands, for messages: `docker image`. */
  path: string;
  /** All words behind the program or sub-command. */
  words: readonly Value[];
}

/** What a program, or a sub-command of it, may be asked to do. Lists of options are written with spaces between. */
export interface CommandRule {
  /** Options that take a value and need no look at it. */
  valued?: string;
  /** Options of one letter whose value, if any, stands in the same word. */
  attached?: string;
  /** Options whose value is a path that is written. */
  writes?: string;
  /** Options whose value is a path that must be in the repository or temporary. */
  inside?: string;
  /** All other options that are let through; without it every option is, unless refused. */
  only?: string;
  /** Options that are not let through, each with what it would do. */
  refused?: Readonly<Record<string, string>>;
  dashes?: 'long';
  stopsAtOperand?: boolean;
  /** Operands that are paths which are written. */
  written?: 'all' | 'last' | 'second';
  /** Changes no content: what it touches is still the repository's own. */
  keepsContent?: boolean;
  /** Copies: what comes from the repository is still the repository's own. */
  copies?: boolean;
  /** Reads or writes where the shell stands, which must be the repository or the temporary folder. */
  worksHere?: boolean;
  /** Writes whole trees: the repository itself is not to be named. */
  wholeTree?: boolean;
  /** Operands that are paths and must be in the repository or temporary; no URL. */
  local?: boolean;
  /** How many operands are let through. */
  maximumOperands?: number;
  /** Runs what stands in the repository: build files, tests, scripts. */
  runsRepository?: boolean;
  /** Sub-commands that are let through. */
  commands?: Readonly<Record<string, CommandRule>>;
  /** What lists cannot say. */
  judge?: (call: Call) => void;
}
