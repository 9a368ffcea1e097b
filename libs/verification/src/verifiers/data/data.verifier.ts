import { collectFindings } from '../../verifier.js';
import type { Verifier } from '../../verifier.js';
import { readYaml } from '../../yaml/read-yaml.js';

/** Judges YAML and JSON of no known kind: whether they parse. */
export const dataVerifier: Verifier = {
  id: 'data',
  kinds: ['yaml', 'json'],
  async verify({ path, content }) {
    const { findings, report } = collectFindings(path);
    if (!path.endsWith('.json')) {
      if (!/\{\{|\{%/.test(content)) readYaml(content, report);
      return findings;
    }
    const problem = jsonProblem(content);
    if (problem && !allowsComments(path)) report('json-syntax', 'error', problem.line, problem.message);
    return findings;
  },
};

/** Where a text stops being JSON; undefined when it parses. */
export function jsonProblem(content: string): { line: number; message: string } | undefined {
  try {
    JSON.parse(content);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message.slice(0, 200) : 'not JSON';
    const position = /position (\d+)/.exec(message)?.[1];
    return {
      line: content.slice(0, Number(position ?? 0)).split('\n').length,
      message: `This is no JSON: ${message}.`,
    };
  }
}

/** JSON by name, JSON with comments by custom. */
function allowsComments(path: string): boolean {
  return /(^|\/)(tsconfig|jsconfig|devcontainer|\.eslintrc)[\w.-]*\.json$|(^|\/)\.(vscode|devcontainer)\//.test(path);
}
