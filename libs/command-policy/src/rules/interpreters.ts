import { judgeInside } from '../evaluate/paths.js';
import { refuse } from '../evaluate/refuse.js';
import { constant, shown } from '../evaluate/value.js';
import type { Call, CommandRule } from './command-rule.js';
import { judgeByRule } from './judge-by-rule.js';
import { judgeScriptFile } from './judge-program.js';

interface Interpreter {
  /** Options whose value, or whose presence, is code. */
  code: readonly string[];
  /** Options that only look at a file or at the interpreter itself. */
  inspects: readonly string[];
  /** What `-m` may name. */
  modules?: Readonly<Record<string, CommandRule>>;
}

/** An interpreter of another language: a file of the repository, no code in words or input. */
export function runsFile({ code, inspects, modules }: Interpreter): (call: Call) => void {
  return (call) => {
    const { words, options, operands, site, path } = call;
    const decisive = options.find(({ name }) => code.includes(name) || (modules && name === '-m'));
    if (decisive?.name === '-m' && modules) return runModule(modules, call);
    if (decisive) {
      return refuse(
        site,
        'inline-code',
        `${path} ${decisive.name} runs code that the policy cannot read; put it into a file of the repository.`,
      );
    }
    if (options.some(({ name }) => inspects.includes(name))) {
      for (const operand of operands) judgeInside(site, operand, 'file');
      return;
    }
    const [file] = operands;
    if (file === undefined || constant(file) === '-') {
      return refuse(
        site,
        'script-from-input',
        `${path} may not run what a pipe gives it, found ${words.length} words and no file.`,
      );
    }
    judgeScriptFile(file, site);
  };
}

function runModule(modules: Readonly<Record<string, CommandRule>>, { words, options, site, path }: Call): void {
  const value = options.find(({ name }) => name === '-m')?.value;
  const name = constant(value) ?? (value === undefined ? '' : shown(value));
  const rule = Object.hasOwn(modules, name) ? modules[name] : undefined;
  if (rule === undefined) {
    return refuse(site, 'not-allowed', `${path} -m ${name} is not among the modules that inspect, build or test.`);
  }
  const at = words.findIndex((word) => /^-[A-Za-z]*m/.test(constant(word) ?? ''));
  const isNext = constant(words[at])!.endsWith('m');
  judgeByRule(rule, `${path} -m ${name}`, words.slice(at + (isNext ? 2 : 1)), site);
}

const judgeNodeFile = runsFile({
  code: ['-e', '--eval', '-p', '--print', '-i', '--interactive'],
  inspects: ['-v', '--version', '-c', '--check', '--test', '--help', '-h'],
});

/** Node also loads modules, which may be code in an address. */
export function runsNode(call: Call): void {
  for (const { name, value } of call.options) {
    const isModule = name === '-r' || name === '--require' || name === '--import';
    if (isModule && !/^[\w@.][\w./@-]*$/.test(constant(value) ?? '')) {
      refuse(
        call.site,
        'inline-code',
        `node ${name} loads ${value ? shown(value) : 'nothing'}; name a file or a package.`,
      );
    }
  }
  judgeNodeFile(call);
}
