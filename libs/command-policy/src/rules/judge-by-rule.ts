import { areaOf, judgeInside, judgeWrite, isUrl, wasWritten } from '../evaluate/paths.js';
import { refuse } from '../evaluate/refuse.js';
import type { Site } from '../evaluate/run.js';
import { constant, shown } from '../evaluate/value.js';
import type { Value } from '../evaluate/value.js';
import { readArguments } from './arguments.js';
import type { GivenOption } from './arguments.js';
import type { Call, CommandRule } from './command-rule.js';

const always = ['--help', '--version'];

/** Holds the words of a command against what its program may be asked to do. */
export function judgeByRule(rule: CommandRule, path: string, words: readonly Value[], site: Site): void {
  const lists = listsOf(rule);
  const read = readArguments(words, {
    valued: lists.takesValue,
    attached: lists.attached,
    dashes: rule.dashes ?? 'cluster',
    stopsAtOperand: rule.stopsAtOperand === true || rule.commands !== undefined,
  });
  const call: Call = { ...read, site, path, words };
  if (read.uncertain.length > 0 && lists.isStrict) {
    const [word] = read.uncertain;
    refuse(
      site,
      'uncertain-option',
      `${shown(word!)} may turn out to be an option of ${path}; put -- in front of it, or write what it is.`,
    );
  }
  for (const option of read.options) judgeOption(option, rule, lists, call);
  judgeOperands(rule, call);
  if (rule.runsRepository) judgeUnseenCode(call);
  if (rule.runsRepository || rule.worksHere) judgeFolder(call);
  rule.judge?.(call);
  if (rule.commands) judgeSubcommand(rule.commands, call);
}

interface Lists {
  takesValue: ReadonlySet<string>;
  attached: ReadonlySet<string>;
  writes: ReadonlySet<string>;
  inside: ReadonlySet<string>;
  exact: ReadonlySet<string>;
  refused: Readonly<Record<string, string>>;
  isStrict: boolean;
}

const cache = new WeakMap<CommandRule, Lists>();

function listsOf(rule: CommandRule): Lists {
  const before = cache.get(rule);
  if (before) return before;
  const split = (text: string | undefined) => (text ?? '').split(/\s+/).filter((name) => name !== '');
  const [valued, writes, inside, only, attached] = [
    rule.valued,
    rule.writes,
    rule.inside,
    rule.only,
    rule.attached,
  ].map(split);
  const refused = Object.fromEntries(
    Object.entries(rule.refused ?? {}).flatMap(([names, why]) => split(names).map((name) => [name, why])),
  );
  const lists: Lists = {
    takesValue: new Set([...valued!, ...writes!, ...inside!]),
    attached: new Set(attached),
    writes: new Set(writes),
    inside: new Set(inside),
    exact: new Set([...valued!, ...writes!, ...inside!, ...only!, ...attached!, ...always]),
    refused,
    isStrict:
      rule.only !== undefined || rule.commands !== undefined || writes!.length > 0 || Object.keys(refused).length > 0,
  };
  cache.set(rule, lists);
  return lists;
}

/** An option by its name, or by the beginning of it. */
function find(name: string, names: Iterable<string>): string | undefined {
  const all = [...names];
  if (all.includes(name)) return name;
  return name.startsWith('--') && name.length > 2 ? all.find((long) => long.startsWith(name)) : undefined;
}

function judgeOption({ name, value }: GivenOption, rule: CommandRule, lists: Lists, call: Call): void {
  const { site, path } = call;
  const isExact = lists.exact.has(name);
  const refused = isExact ? undefined : find(name, Object.keys(lists.refused));
  if (refused !== undefined) {
    return refuse(site, 'refused-option', `${path} ${refused} ${lists.refused[refused]!}.`);
  }
  if (rule.only !== undefined && !isExact) {
    return refuse(site, 'refused-option', `${path} may not be given ${name}.`);
  }
  if (value === undefined) return;
  if (find(name, lists.writes) !== undefined) judgeWrite(site, value, wayOf(rule, call));
  if (find(name, lists.inside) !== undefined) judgeInside(site, value, `${name} of ${path}`);
}

function judgeFolder({ site, path }: Call): void {
  const area = areaOf({ pieces: ['.'] }, site.scope, site.run);
  if (area === 'outside' || area === 'unknown') {
    refuse(site, 'outside-path', `${path} works where the shell stands, and that is not surely the repository.`);
  }
}

/** How a rule writes; for a copy it depends on what is copied. */
function wayOf(rule: CommandRule, { operands, site }: Call): 'file' | 'whole-tree' | 'no-content' {
  if (rule.wholeTree) return 'whole-tree';
  if (rule.keepsContent || rule.runsRepository) return 'no-content';
  const sources = rule.copies ? operands.slice(0, Math.max(1, operands.length - 1)) : [];
  const isOwn = (source: Value) =>
    areaOf(source, site.scope, site.run).startsWith('repository') && !wasWritten(site, source);
  return sources.length > 0 && sources.every(isOwn) ? 'no-content' : 'file';
}

function judgeOperands(rule: CommandRule, call: Call): void {
  const { operands, site, path } = call;
  if (rule.maximumOperands !== undefined && operands.length > rule.maximumOperands) {
    refuse(site, 'refused-operand', `${path} may be given ${rule.maximumOperands} operands, found ${operands.length}.`);
  }
  const written =
    rule.written === 'all'
      ? operands
      : rule.written === 'last'
        ? operands.slice(-1)
        : rule.written === 'second'
          ? operands.slice(1, 2)
          : [];
  for (const operand of written) judgeWrite(site, operand, wayOf(rule, call));
  if (!rule.local) return;
  for (const operand of operands) {
    if (isUrl(operand)) refuse(site, 'network', `${path} may not fetch ${shown(operand)}.`);
    else if (constant(operand) !== '-') judgeInside(site, operand, `operand of ${path}`);
  }
}

function judgeSubcommand(commands: Readonly<Record<string, CommandRule>>, { operands, site, path }: Call): void {
  const [first, ...rest] = operands;
  if (first === undefined) return;
  const name = constant(first);
  if (name === undefined) {
    return refuse(site, 'unknown-program', `It cannot be told which command of ${path} this runs.`);
  }
  const rule = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (rule === undefined) {
    return refuse(
      site,
      'not-allowed',
      `${path} ${name} is not among the commands that inspect, build, test or validate.`,
    );
  }
  judgeByRule(rule, `${path} ${name}`, rest, site);
}

const code =
  /(?:^|\/)(?:package\.json|(?:GNU)?[Mm]akefile|Rakefile|Gemfile|Taskfile\.ya?ml|[Jj]ustfile|\.\w*rc|gradlew|mvnw|[^/]*\.(?:sh|bash|[cm]?[jt]sx?|py|pth|rb|gemspec|pl|php|go|rs|java|kts?|gradle|groovy|cs|csproj|targets|props|mk|cmake|toml|xml|cfg|ini|mod))$/;

/** What a command writes and then has run, nobody has seen. */
function judgeUnseenCode({ site, path }: Call): void {
  const written = [...site.run.written.keys()].find((file) => code.test(file));
  if (written !== undefined) {
    refuse(
      site,
      'written-and-run',
      `${path} may run ${written.split('/').pop()!}, which the same command has written.`,
    );
  }
}
