import { posix } from 'node:path';
import { createMatcher } from '../../consistency/context-view.js';
import { collectFindings, NotJudgedError } from '../../verifier.js';
import type { Verifier } from '../../verifier.js';

/** What must never enter an image, and why; the paths are examples of each. */
const mustBeOut = [
  { rule: 'dockerignore-env', examples: ['.env'], why: 'it holds secrets' },
  { rule: 'dockerignore-git', examples: ['.git/config'], why: 'it holds the whole history' },
] as const;

/** Judges .dockerignore by Docker's own matching: secrets, history and installed packages are out. */
export const dockerignoreVerifier: Verifier = {
  id: 'dockerignore',
  kinds: ['dockerignore'],
  async verify({ path, content, tree }) {
    const { findings, report } = collectFindings(path);
    const ignores = createMatcher(content);
    if (!ignores) {
      const line = content.split(/\r?\n/).findIndex((text) => text.split('[').length !== text.split(']').length);
      if (line < 0) throw new NotJudgedError('a pattern of the file is not understood');
      report('dockerignore-pattern', 'error', line + 1, 'Docker refuses this pattern: a bracket is not closed.');
      return findings;
    }
    for (const { rule, examples, why } of mustBeOut) {
      for (const example of examples) {
        if (!ignores(example)) report(rule, 'warning', 1, `'${example.split('/')[0]}' is not shut out: ${why}.`);
      }
    }
    const folder = posix.dirname(path);
    const prefix = folder === '.' ? '' : `${folder}/`;
    const packages = tree.paths
      .filter((file) => file.startsWith(prefix) && /(^|\/)package\.json$/.test(file))
      .slice(0, 200);
    const open = packages
      .map((file) => posix.join(posix.dirname(file.slice(prefix.length)), 'node_modules/x/index.js'))
      .find((file) => !ignores(file));
    if (open !== undefined) {
      report(
        'dockerignore-node-modules',
        'warning',
        1,
        `'${open.replace('/x/index.js', '')}' is not shut out; write **/node_modules.`,
      );
    }
    return findings;
  },
};
