import type Anthropic from '@anthropic-ai/sdk';
import type { Middleware } from '@anthropic-ai/sdk';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { idleWatchdog } from './idle-watchdog.js';
import { recordTo } from './record.js';
import { redactKeys } from './redact-keys.js';
import type { Redact } from './redact-keys.js';
import { replayFrom } from './replay.js';

export interface ClaudeClientOptions {
  apiKey?: string;
  /** Instead of a key. */
  authToken?: string;
  /** Absent: the public API. */
  baseUrl?: string;
  /** Milliseconds without a byte after which a request is given up. Absent: 120 000. */
  idleMs?: number;
  /** Folder that gets every request and answer. */
  record?: string;
  /** Folder of a recording that answers instead of the network; a key is not needed. */
  replay?: string;
  /** Models that are asked, in order, when a model refuses; the outcome names the one that answered. Absent: none. */
  refusalFallback?: readonly string[];
  /** Applied to what is recorded, and to what is compared with a recording. Absent: keys of model APIs. */
  redact?: Redact;
}

/**
 * A client of the SDK for unattended runs: silent streams end, nothing is logged, `ANTHROPIC_*` variables are not read.
 * Loads the SDK.
 *
 * @throws {OrchestratorError} `configuration` without a key, or when it should record and replay at once.
 */
export async function openClaudeClient(options: ClaudeClientOptions): Promise<Anthropic> {
  const { apiKey, authToken, record, replay, baseUrl } = options;
  if (record !== undefined && replay !== undefined) {
    throw new OrchestratorError('configuration', 'A run records or replays, not both.', { hint: 'Give one folder.' });
  }
  if (!apiKey && !authToken && replay === undefined) {
    throw new OrchestratorError('configuration', 'There is no key for the Claude API.', {
      hint: 'Set ANTHROPIC_API_KEY, or take the built-in engine (--engine builtin).',
    });
  }
  const redact = options.redact ?? redactKeys([apiKey, authToken]);
  const middleware: Middleware[] = await fallbackTo(options.refusalFallback ?? []);
  if (record !== undefined) middleware.push(recordTo(record, redact));
  if (replay !== undefined) middleware.push(replayFrom(replay, redact));
  middleware.push(idleWatchdog(options.idleMs ?? 120_000));
  const { default: Client } = await import('@anthropic-ai/sdk');
  return new Client({
    ...(authToken && !apiKey ? { authToken } : { apiKey: apiKey ?? 'replayed' }),
    baseURL: baseUrl ?? 'https://api.anthropic.com',
    maxRetries: 0,
    logLevel: 'off',
    middleware,
  });
}

async function fallbackTo(models: readonly string[]): Promise<Middleware[]> {
  if (models.length === 0) return [];
  const { betaRefusalFallbackMiddleware } = await import('@anthropic-ai/sdk/lib/middleware');
  const fallbacks = models.map((model) => ({ model }));
  // the refusal reaches the caller as an outcome, so there is nothing to log
  return [betaRefusalFallbackMiddleware(fallbacks, { onError: () => undefined })];
}
