import { isOrdinary } from './command-verdicts.js';
import type { CommandVerdict } from './command-verdicts.js';
import { fence, text } from './markdown-text.js';

/** Renders commands for people to run, each block with a note when not all of it was run. */
export type CommandBlock = (...commands: readonly string[]) => string;

/** Makes a renderer that marks commands without a passed check. */
export function buildCommandBlock(judge: (command: string) => CommandVerdict): CommandBlock {
  return (...commands) => {
    const open = commands.map((command) => judge(command)).filter(({ verdict }) => verdict !== 'passed');
    const reasons = [
      ...new Set(
        open.flatMap(({ verdict, reason }) =>
          verdict === 'failed' ? [`failed: ${reason}`] : isOrdinary(reason) ? [] : [reason],
        ),
      ),
    ];
    const why = reasons.length === 0 ? '' : `: ${reasons.map(text).join('; ')}`;
    const note = open.length === 0 ? '' : `\n\n*Not proved by a check${why}.*`;
    return `${fence('bash', commands.join('\n'))}${note}`;
  };
}
