import type { Report } from '../../verifier.js';
import { isMapping } from '../../yaml/values.js';
import type { YamlPath, YamlSource } from '../../yaml/read-yaml.js';

/** Rules on `$NAME` and `${NAME…}` in every value. */
export function verifyInterpolation(source: YamlSource, report: Report): void {
  for (const { path, text } of textsOf(source.value)) {
    const problem = interpolationProblem(text);
    if (problem !== undefined)
      report('compose-interpolation', 'error', source.lineOf(path), `${path.join('.')}: ${problem}`);
  }
}

/** What Compose would refuse in a text, or undefined. */
export function interpolationProblem(text: string): string | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '}' && depth > 0) depth--;
    if (text[at] !== '$') continue;
    const next = text[at + 1];
    if (next === '$') at++;
    else if (next === '{') {
      const name = /^[A-Za-z_]\w*/.exec(text.slice(at + 2, at + 202))?.[0];
      if (name === undefined) return 'after ${ a variable name is expected; write $$ for a plain dollar sign.';
      const after = text.slice(at + 2 + name.length, at + 4 + name.length);
      if (!/^(\}|:?[-?+])/.test(after)) return `after \${${name} one of } :- - :? ? :+ + is expected.`;
      depth++;
      at += 1 + name.length;
    } else if (next === undefined || !/[A-Za-z_]/.test(next)) {
      return 'a lone $ is no variable; write $$ for a plain dollar sign.';
    }
  }
  return depth > 0 ? 'a ${ is not closed.' : undefined;
}

/** Every text of the data with its path; keys under `x-` are not interpolated. */
export function textsOf(value: unknown): { path: YamlPath; text: string }[] {
  const found: { path: YamlPath; text: string }[] = [];
  const visit = (node: unknown, path: YamlPath): void => {
    if (typeof node === 'string') found.push({ path, text: node });
    else if (Array.isArray(node)) node.forEach((item, index) => visit(item, [...path, index]));
    else if (isMapping(node)) for (const [key, item] of Object.entries(node)) visit(item, [...path, key]);
  };
  visit(value, []);
  return found;
}
