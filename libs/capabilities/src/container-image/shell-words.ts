/** Splits a command into words as a POSIX shell would; undefined when it needs a shell (expansions, pipes, lists). */
export function splitShellWords(command: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < command.length; at += 1) {
    const character = command[at] ?? '';
    if (character === "'") {
      const end = command.indexOf("'", at + 1);
      if (end < 0) return undefined;
      word = (word ?? '') + command.slice(at + 1, end);
      at = end;
    } else if (character === '"') {
      const quoted = readDoubleQuoted(command, at + 1);
      if (quoted === undefined) return undefined;
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (character === '\\') {
      at += 1;
      if (at >= command.length) return undefined;
      word = (word ?? '') + (command[at] ?? '');
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if ('|&;<>()$`*?[]{}#~!'.includes(character) && !isLiteral(character, word)) {
      return undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  return word === undefined ? words : [...words, word];
}

/** Exec form of a command: its words, or a shell that replaces itself by the last program of the list. */
export function execForm(command: string): string[] {
  const words = splitShellWords(command);
  if (words !== undefined && words.length > 0 && !/^[A-Za-z_][A-Za-z0-9_]*=/.test(words[0] ?? '')) return words;
  return ['sh', '-c', withExec(command)];
}

/** Puts `exec` before the last program, so that it, not the shell, gets the signals. */
function withExec(command: string): string {
  const trimmed = command.trim();
  if (/[|;]|[^&]&$|\|\|/.test(trimmed) || /\bexec\s/.test(trimmed)) return trimmed;
  const last = trimmed.lastIndexOf('&&');
  const [before, program] =
    last < 0 ? ['', trimmed] : [`${trimmed.slice(0, last + 2)} `, trimmed.slice(last + 2).trim()];
  if (/^(cd|export|set|source|\.)\s/.test(program)) return trimmed;
  const assignments = /^(?:[A-Za-z_][A-Za-z0-9_]*=[^\s"'$]*\s+)+/.exec(program)?.[0] ?? '';
  const rest = program.slice(assignments.length);
  return assignments === '' ? `${before}exec ${rest}` : `${before}exec env ${assignments}${rest}`;
}

function readDoubleQuoted(command: string, start: number): { text: string; end: number } | undefined {
  let text = '';
  for (let at = start; at < command.length; at += 1) {
    const character = command[at] ?? '';
    if (character === '"') return { text, end: at };
    if (character === '$' || character === '`') return undefined;
    if (character === '\\' && /["\\$`]/.test(command[at + 1] ?? '')) at += 1;
    text += command[at] ?? '';
  }
  return undefined;
}

/** Inside a word these stand for themselves: `a#b`, `x~`, `!` never expands outside interactive shells. */
function isLiteral(character: string, word: string | undefined): boolean {
  return character === '!' || ((character === '#' || character === '~') && word !== undefined);
}
