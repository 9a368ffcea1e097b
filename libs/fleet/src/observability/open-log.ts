import { redactSecrets } from '@devops-orchestrator/workspace';
import { pino } from 'pino';
import { redactDocument } from '../results/redact-document.js';
import { logContext } from './log-context.js';

/** Where a program tells what it does; a pino logger is one. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export type LogFormat = 'text' | 'json';

export interface LogOptions {
  format: LogFormat;
  /** Lines of lower levels are left out. */
  level: 'debug' | 'info' | 'warn' | 'error';
  write: (line: string) => void;
}

/** A log without secrets; each line carries the ids of the run and the step that it was written in. */
export function openLog({ format, level, write }: LogOptions): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: logContext,
      formatters: { level: (label) => ({ level: label }), log: (facts) => redactDocument(facts) },
      hooks: {
        logMethod(words, method) {
          method.apply(
            this,
            words.map((word: unknown) => (typeof word === 'string' ? redactSecrets(word) : word)) as Parameters<
              typeof method
            >,
          );
        },
      },
    },
    { write: (line: string) => write(format === 'json' ? line : textOf(line)) },
  );
  return logger;
}

/** `12:34:56 info  run has ended runId=… status=done` */
function textOf(line: string): string {
  const { level, time, msg, ...facts } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(facts).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${String(msg)}${rest.join('')}\n`;
}
