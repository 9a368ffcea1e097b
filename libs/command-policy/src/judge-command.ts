import { judgeStatements } from './evaluate/judge-statements.js';
import { judgeExternal, judgeWords } from './evaluate/judge-call.js';
import { rootOf } from './evaluate/paths.js';
import { refuse, refuseAt } from './evaluate/refuse.js';
import type { Run, Site } from './evaluate/run.js';
import { Scope } from './evaluate/scope.js';
import type { Alternatives } from './evaluate/scope.js';
import { constant, distinct } from './evaluate/value.js';
import type { Value } from './evaluate/value.js';
import type { PolicyOptions, PolicyVerdict } from './policy-verdict.js';
import { loadShellSyntax } from './shell/parse-script.js';
import type { Dialect, ShellSyntax } from './shell/parse-script.js';

const maximumLength = 64 * 1024;
const maximumStatements = 20_000;
const maximumNesting = 12;

/**
 * Says whether a shell script is made of nothing but commands that inspect, build, test and validate locally. What the script
 * hides (in variables, functions, other shells, wrappers) is judged like what it shows; what cannot be told is refused.
 * It is judged as what `bash -euo pipefail -c` runs from the root of the repository, in the small environment of the workspace.
 * The command line is judged, not the repository's own code that it starts: that runs in the sandbox.
 */
export async function judgeCommand(script: string, options: PolicyOptions): Promise<PolicyVerdict> {
  const run = newRun(await loadShellSyntax(), options);
  const scope = new Scope([rootOf(run)]);
  scope.stopsOnFailure = true;
  const site: Site = { run, scope, at: { line: 1, column: 1 }, words: [] };
  if (script.length > maximumLength) {
    refuse(site, 'too-complex', `The script is longer than ${maximumLength} characters.`);
  } else {
    judgeGuarded(script, scope, run, site);
  }
  return run.reasons.length === 0 ? { allowed: true } : { allowed: false, reasons: run.reasons };
}

function newRun(syntax: ShellSyntax, options: PolicyOptions): Run {
  const run: Run = {
    syntax,
    options,
    reasons: [],
    assignments: [],
    written: new Map(),
    traps: [],
    uncalled: new Map(),
    outer: undefined,
    depth: 0,
    budget: maximumStatements,
    judgeStatements: (statements, scope) => judgeStatements(statements, scope, run),
    judgeText: (text, scope, site, dialect) => judgeText(text, scope, run, site, dialect),
    judgeWords,
    judgeExternal,
  };
  return run;
}

/** A text on which the judgement fails is refused like one that cannot be read. */
function judgeGuarded(script: string, scope: Scope, run: Run, site: Site): void {
  try {
    judgeParsed(script, scope, run);
    judgeLater(run, scope);
  } catch (error) {
    // whatever the parser or a rule stumbles over is not let through
    const reason = error instanceof RangeError ? 'it is nested too deeply' : String(error);
    refuse(site, 'too-complex', `The script cannot be judged: ${reason}.`);
  }
}

function judgeParsed(text: string, scope: Scope, run: Run, dialect?: Dialect): void {
  const parsed = run.syntax.parse(text, dialect);
  if ('problem' in parsed) {
    const at = run.outer ?? { line: parsed.line, column: parsed.column };
    return refuseAt(run, at, [], 'not-parsed', `The shell cannot read this: ${parsed.problem}.`);
  }
  judgeStatements(parsed.script.Stmts, scope, run);
}

/** A script in a script: `sh -c`, `eval`, a here-document into a shell, `trap`. */
function judgeText(text: Value | undefined, scope: Scope, run: Run, site: Site, dialect?: Dialect): void {
  const script = constant(text);
  if (script === undefined) {
    return refuse(
      site,
      'hidden-command',
      'A shell runs a text that cannot be told in advance; write the command itself.',
    );
  }
  if (run.depth >= maximumNesting) return refuse(site, 'too-complex', 'Shells are nested too deeply to be judged.');
  const { outer } = run;
  run.outer = site.at;
  run.depth += 1;
  judgeParsed(script, scope, run, dialect);
  run.depth -= 1;
  run.outer = outer;
}

/** What runs at the end, or may run: traps see every value that a variable ever had; so do functions that nothing called. */
function judgeLater(run: Run, end: Scope): void {
  const later = (scope: Scope) => {
    const inside = scope.clone();
    // also what the traps before this one assign
    for (const [name, alternatives] of everyAssignment(run)) {
      inside.assign(name, [...scope.lookup(name), ...end.lookup(name), ...alternatives]);
    }
    inside.functions = new Map([...scope.functions, ...end.functions]);
    return inside;
  };
  for (const trap of run.traps) run.judgeText(trap.words[0], later(trap.scope), trap);
  for (const [body, scope] of run.uncalled) {
    const inside = later(scope);
    inside.positional = undefined;
    run.judgeStatements([body], inside);
  }
}

function everyAssignment(run: Run): ReadonlyMap<string, Alternatives> {
  const everything = new Map<string, Alternatives>();
  for (const { name, alternatives } of run.assignments) {
    everything.set(name, distinct([...(everything.get(name) ?? []), ...alternatives]));
  }
  return everything;
}
