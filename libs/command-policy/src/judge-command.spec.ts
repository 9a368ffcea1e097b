import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { judgeCommand } from './judge-command.js';
import type { PolicyOptions } from './policy-verdict.js';

const check: PolicyOptions = { purpose: 'check' };

/** One command a line, under headings. */
function cases(name: string): { section: string; command: string }[] {
  let section = '';
  return readFileSync(new URL(`../cases/${name}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('# ')) section = line.slice(2);
      return line === '' || line.startsWith('# ') ? [] : [{ section, command: line }];
    });
}

const hostile = cases('hostile');
const legitimate = cases('legitimate');

async function rules(script: string, options = check): Promise<string[]> {
  const verdict = await judgeCommand(script, options);
  return verdict.allowed ? [] : [...new Set(verdict.reasons.map(({ rule }) => rule))];
}

async function isAllowed(script: string, options = check): Promise<boolean> {
  return (await judgeCommand(script, options)).allowed;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Ways to run a command that leave it what it is. */
const wrappers: Readonly<Record<string, (command: string) => string>> = {
  'sh -c': (command) => `sh -c ${quote(command)}`,
  'bash -lc': (command) => `bash -lc ${quote(command)}`,
  'bash -euo pipefail -c': (command) => `bash -euo pipefail -c ${quote(command)}`,
  'env bash -c': (command) => `env A=1 bash -c ${quote(command)}`,
  'timeout nice bash -c': (command) => `timeout 60 nice -n 5 bash -c ${quote(command)}`,
  'exec bash -c': (command) => `exec bash -c ${quote(command)}`,
  'xargs sh -c': (command) => `echo x | xargs -n1 sh -c ${quote(command)}`,
  'find -exec sh -c': (command) => `find . -name x -exec sh -c ${quote(command)} \\;`,
  'busybox sh -c': (command) => `busybox sh -c ${quote(command)}`,
  eval: (command) => `eval ${quote(command)}`,
  'command eval': (command) => `command eval ${quote(command)}`,
  'a variable and eval': (command) => `text=${quote(command)}; eval "$text"`,
  'an argument and eval': (command) => `set -- ${quote(command)}; eval "$1"`,
  'a here-document': (command) => `bash <<'END'\n${command}\nEND`,
  'a here-string': (command) => `bash <<<${quote(command)}`,
  trap: (command) => `trap ${quote(command)} EXIT`,
  'a subshell': (command) => `(\n${command}\n)`,
  'a group': (command) => `true && {\n${command}\n}`,
  'a pipe': (command) => `{\n${command}\n} | cat`,
  'the background': (command) => `{\n${command}\n} & wait`,
  'a function': (command) => `work() {\n${command}\n}\nwork`,
  'a function with arguments': (command) => `work() { "$@"; }\nwork sh -c ${quote(command)}`,
  'a condition': (command) => `if true; then\n${command}\nfi`,
  'a loop': (command) => `for n in 1 2; do\n${command}\ndone`,
  'an endless loop': (command) => `while true; do\n${command}\nbreak\ndone`,
  'a case': (command) => `case a in a)\n${command}\n;; esac`,
  'a substitution': (command) => `echo "$(\n${command}\n)"`,
  'an assignment': (command) => `text=$(\n${command}\n)`,
  'a process substitution': (command) => `cat <(\n${command}\n)`,
  'a coprocess': (command) => `coproc {\n${command}\n}`,
};
const wrapper = fc.constantFrom(...Object.values(wrappers));

describe('judgeCommand', () => {
  it('has many cases', () => {
    expect([hostile.length >= 250, legitimate.length >= 150]).toEqual([true, true]);
  });

  it.each(hostile)('$section: refuses $command', async ({ command }) => {
    expect(await isAllowed(command)).toBe(false);
    expect(await isAllowed(command, { purpose: 'agent' })).toBe(false);
  });

  it.each(legitimate)('$section: lets $command through', async ({ command }) => {
    expect(await judgeCommand(command, check)).toEqual({ allowed: true });
  });

  it.each(Object.keys(wrappers))('%s leaves a refused command refused, an allowed one allowed', async (name) => {
    const wrap = wrappers[name]!;
    for (const command of ['sudo id', 'terraform apply', 'docker run --privileged x', 'echo x > /etc/x']) {
      expect([command, await isAllowed(wrap(command))]).toEqual([command, false]);
    }
    for (const command of ['npm test', 'docker compose config --quiet', 'echo x > build/x']) {
      expect([command, await isAllowed(wrap(command))]).toEqual([command, true]);
    }
  });

  it('F56: no wrapping, once or thrice, makes a refused command allowed', async () => {
    const refused = hostile.filter(({ section }) => section !== 'not shell').map(({ command }) => command);
    const property = fc.asyncProperty(
      fc.constantFrom(...refused),
      fc.array(wrapper, { minLength: 1, maxLength: 3 }),
      async (command, layers) => {
        expect(await isAllowed(layers.reduce((script, wrap) => wrap(script), command))).toBe(false);
      },
    );
    await fc.assert(property, { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) });
  }, 600_000);

  it('never throws, whatever the text', async () => {
    const word = fc.constantFrom(
      ...'$ $( ) ( { } ` \' " \\ ; & | < > << EOF \n # ~ * ? [ ] ! = a=1 $x ${x $(( )) [[ ]] if then fi do done in case esac'.split(
        ' ',
      ),
      'sudo',
      'docker run',
      'x() {',
      '${x@P}',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(word, { maxLength: 15 }).map((words) => words.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (script) => {
        expect(typeof (await isAllowed(script))).toBe('boolean');
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 150) },
    );
  }, 600_000);

  it('says what, where, and which words', async () => {
    expect(await judgeCommand('npm test\ncd web && sudo -n "$USER" id', check)).toEqual({
      allowed: false,
      reasons: [
        {
          rule: 'never-allowed',
          message: 'sudo changes who the command runs as.',
          at: { line: 2, column: 11 },
          words: ['sudo', '-n', '…', 'id'],
        },
      ],
    });
  });

  it('says where a script stops being shell', async () => {
    expect(await judgeCommand('echo a\nif true; then', check)).toMatchObject({
      allowed: false,
      reasons: [{ rule: 'not-parsed', at: { line: 2, column: 10 } }],
    });
  });

  it.each([
    ['a long text', 'echo x\n'.repeat(20_000)],
    ['deep parentheses', '('.repeat(50_000)],
    ['deep substitutions', `${'echo $('.repeat(3000)}id${')'.repeat(3000)}`],
    ['endless recursion', 'f() { f; }; f'],
    ['recursion with other words', 'f() { f "$@" x; }; f'],
    [
      'many forms',
      `${'x=1; x+=2; '.repeat(3)}for a in {a..z} b c d; do for b in $a e f g; do echo "$a$b$a$b$a$b"; done; done`,
    ],
    ['nested loops', `${'while true; do '.repeat(40)}true;${' done;'.repeat(40)}`],
  ])('ends soon for %s', async (_name, script) => {
    const started = performance.now();
    await judgeCommand(script, check);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('lets repository scripts run in checks alone', async () => {
    for (const command of ['./scripts/test.sh', 'bash scripts/test.sh', 'python3 scripts/x.py', '. ./env.sh']) {
      expect([command, await rules(command)]).toEqual([command, []]);
      expect([command, await rules(command, { purpose: 'agent' })]).toEqual([command, ['repository-script']]);
    }
    expect(await rules('npm test && docker build .', { purpose: 'agent' })).toEqual([]);
  });

  it('lets code of dependencies and cloud plans run in the sandbox alone', async () => {
    for (const [command, rule] of [
      ['npm ci', 'install-scripts'],
      ['terraform plan -refresh=false', 'cloud'],
      ['terraform test', 'cloud'],
    ] as const) {
      expect([command, await rules(command)]).toEqual([command, [rule]]);
      expect([command, await rules(command, { ...check, sandboxed: true })]).toEqual([command, []]);
    }
    expect(await rules('terraform apply', { ...check, sandboxed: true })).toEqual(['not-allowed']);
  });

  it('knows the repository by its absolute path', async () => {
    const options = { ...check, workspaceRoot: '/srv/repository' };
    expect(await rules('echo x > /srv/repository/build/x; cat /srv/repository/x', options)).toEqual([]);
    expect(await rules('docker run -v /srv/repository/data:/data x', options)).toEqual([]);
    expect(await rules('echo x > /srv/repository/build/x')).toEqual(['write-outside']);
    expect(await rules('echo x > /srv/repository/../x', options)).toEqual(['write-outside']);
    expect(await rules('echo x > /srv/repository-2/x', options)).toEqual(['write-outside']);
    expect(await rules('rm -rf /srv/repository/', options)).toEqual(['write-outside']);
    expect(await rules('echo x > ../x', { ...check, workspaceRoot: '/tmp/repository' })).toEqual([]);
  });
});
