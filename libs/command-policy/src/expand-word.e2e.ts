import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { judgeCommand } from './judge-command.js';

/** Pieces of words that bash itself can be asked about; quoted words behind `+` and a `$` at the end split otherwise in bash. */
const piece = fc.constantFrom(
  ...[
    'a',
    'b',
    "'x y'",
    '"x y"',
    '\\\\',
    "\\'",
    '\\"',
    "$'\\x41\\n\\''",
    "$'\\101'",
    "$'a\\0b'",
    '{a,b}',
    '{a,',
    'b}',
    '{1..1}',
  ],
  ...[
    '"$X"',
    '${X}',
    '${Y:-d e}',
    '"${Y:-d e}"',
    '"${A[@]}"',
    '${A[@]}',
    '"${A[*]}"',
    '"p${A[@]}s"',
    '${E}',
    '"$E"',
    "''",
  ],
  ...[
    '""',
    '${X%b}',
    '${#X}',
    '$((1+2))',
    ' ',
    '/',
    '..',
    '.',
    '-',
    '--x=',
    '\\n',
    '\\ ',
    '"a\\\\"',
    '"\\$X"',
    '"\\a"',
  ],
  ...[
    'x{,y}z',
    'x{,y,z}',
    '"{a,b}"',
    'a\\\nb',
    '${Y-$X}',
    '{x,{y,z}}',
    '{a,../../x}',
    '\\{a,b}',
    '\\}',
    '{"a,b",c}',
    ',',
  ],
);
const word = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
const setup = "X='a b'; A=(one 'two three'); E=''; ";

/** Words as bash passes them on; undefined where it cannot read the script. */
function byBash(text: string): string[] | undefined {
  const script = `${setup}zzz() { printf '%s\\0' "$#" "$@"; }; zzz ${text}`;
  const { status, stdout } = spawnSync('bash', ['-f', '-c', script], { encoding: 'utf8', cwd: tmpdir() });
  return status === 0 ? stdout.split('\0').slice(1, -1) : undefined;
}

/** Every list of words that the policy takes for possible. */
async function byPolicy(text: string): Promise<(readonly string[])[]> {
  const verdict = await judgeCommand(`${setup}zzz ${text}`, { purpose: 'check' });
  if (verdict.allowed) throw new Error(`let through: ${text}`);
  return verdict.reasons.filter(({ words }) => words[0] === 'zzz').map(({ words }) => words.slice(1));
}

describe('judgeCommand', () => {
  it('sees the words that bash makes of a text', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(word, async (text) => {
        const real = byBash(text);
        const seen = await byPolicy(text);
        // what it cannot read it refuses
        if (real === undefined || seen.length === 0) return;
        if (seen.some((words) => words.some((each) => each.includes('…')))) return;
        compared += 1;
        expect(seen).toContainEqual(real);
      }),
      { numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(1500);
  });
});
