import { validate, ValidationCode } from 'dockerfile-utils';
import { collectFindings, NotJudgedError } from '../../verifier.js';
import type { Report, Verifier } from '../../verifier.js';
import { verifyCopies } from './copy-rules.js';
import { isTooLong, readDockerfile } from './dockerfile-model.js';
import { verifyFinalImage } from './final-image-rules.js';
import { verifyInstructions } from './instruction-rules.js';
import { verifyRunCommands } from './run-rules.js';
import { verifyStages } from './stage-rules.js';

/** Judges Dockerfiles: what BuildKit refuses, what Docker silently misreads, and the rules of hadolint and checkov. */
export const dockerfileVerifier: Verifier = {
  id: 'dockerfile',
  kinds: ['dockerfile'],
  async verify({ path, content, tree }) {
    if (isTooLong(content)) throw new NotJudgedError('the Dockerfile has more than 2000 lines or 100 stages');
    const { findings, report } = collectFindings(path);
    verifySyntax(content, report);
    const model = readDockerfile(content);
    if (model.stages.length === 0) return findings;
    verifyStages(model, report);
    verifyInstructions(model, report);
    verifyRunCommands(model, path, tree, report);
    verifyFinalImage(model, report);
    verifyCopies(model, path, tree, report);
    return findings;
  },
};

/** Newer than the parser's own table. */
const newerFlags =
  /--(parents|exclude|keep-git-dir|checksum|unpack|link|start-interval)\b|unknown flag: (parents|exclude|keep-git-dir|checksum|unpack|link)/i;
/** Judged by our own rules, which know the cases. */
const ownRules = new Set<number | string | undefined>([
  ValidationCode.MULTIPLE_INSTRUCTIONS,
  ValidationCode.JSON_IN_SINGLE_QUOTES,
]);

function verifySyntax(content: string, report: Report): void {
  for (const { code, range, severity, message: text } of validate(content)) {
    const message = typeof text === 'string' ? text : text.value;
    if (ownRules.has(code) || newerFlags.test(message)) continue;
    // 1 is an error in the language server protocol, whose numbers these are.
    report('dockerfile-syntax', severity === 1 ? 'error' : 'warning', range.start.line + 1, message);
  }
}
