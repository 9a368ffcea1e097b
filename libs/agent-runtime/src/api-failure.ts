import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { ErrorCode } from '@devops-orchestrator/contracts';
import type { Redact } from './redact-keys.js';

/** What to do about a request that failed. */
export type FailureVerdict =
  /** Trying again may help; not before `afterMs`, when the API says so. */
  { retry: true; reason: string; afterMs?: number } | { retry: false; error: OrchestratorError };

/** What is read of an error of @anthropic-ai/sdk, or of anything below it. */
interface ErrorFacts {
  message: string;
  status?: number | undefined;
  type?: string | undefined;
  errorCode?: string | undefined;
  apiMessage?: string | undefined;
  requestId?: string | undefined;
  header(name: string): string | undefined;
}

interface Fatal {
  code: ErrorCode;
  message(model: string): string;
  hint: string;
}

const builtin = 'or take the built-in engine (--engine builtin)';

const fatalByStatus: Readonly<Record<number, Fatal>> = {
  400: {
    code: 'model-request-refused',
    message: () => 'The API refused the request as invalid',
    hint: 'Check the configured model, effort and base address; a gateway may lack a feature that is asked for.',
  },
  401: {
    code: 'engine-unavailable',
    message: () => 'The API does not accept the key',
    hint: `Set ANTHROPIC_API_KEY to a valid key, ${builtin}.`,
  },
  402: {
    code: 'engine-unavailable',
    message: () => 'The account cannot pay for the request',
    hint: `Add credit or raise the spend limit of the account, then resume; ${builtin}.`,
  },
  403: {
    code: 'engine-unavailable',
    message: (model) => `The key may not use ${model} here`,
    hint: `Use a key of a workspace with access to the model, configure another model, ${builtin}.`,
  },
  404: {
    code: 'engine-unavailable',
    message: (model) => `The API has no model ${model}, or the base address is wrong`,
    hint: `Correct the configured model or ANTHROPIC_BASE_URL, ${builtin}.`,
  },
  413: {
    code: 'model-request-refused',
    message: () => 'The request is larger than the API accepts',
    hint: 'Split the task, or let it read less at once.',
  },
};

const statusByType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
};

/** Spend limits come as rate limits, which waiting does not lift. Source: error codes of @anthropic-ai/sdk 1.13. */
const spendLimit = /spend_limit_reached$|billing_unavailable$/;

/** Errors of a chain of certificates: the same next time. Source: Node.js, `tls` error codes. */
const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;

/** Judges why a reply did not come, or did not come whole. */
export function judgeFailure(error: unknown, model: string, redact: Redact): FailureVerdict {
  const chain = causesOf(error);
  const own = chain.find((cause) => cause instanceof OrchestratorError);
  if (own instanceof OrchestratorError) return { retry: false, error: own };
  const certificate = chain
    .map(({ code }) => (typeof code === 'string' ? code : ''))
    .find((code) => certificateCode.test(code));
  if (certificate !== undefined) return { retry: false, error: untrusted(certificate) };
  const facts = factsOf(chain);
  const status = statusOf(facts);
  const wish = facts.header('x-should-retry');
  if (wish !== 'true' && status !== undefined && !isPassing(status)) {
    return { retry: false, error: fatalError(status, facts, model, redact) };
  }
  if (wish === 'false') return { retry: false, error: fatalError(status ?? 400, facts, model, redact) };
  const afterMs = retryAfterMs(facts);
  return { retry: true, reason: describe(facts, redact), ...(afterMs === undefined ? {} : { afterMs }) };
}

function statusOf({ type, status, errorCode }: ErrorFacts): number | undefined {
  if (errorCode !== undefined && spendLimit.test(errorCode)) return 402;
  return type === undefined ? status : (statusByType[type] ?? status);
}

/** Source: retry rules of @anthropic-ai/sdk 1.13 (`shouldRetry`). */
function isPassing(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

type Cause = Error & Record<string, unknown>;

function causesOf(error: unknown): Cause[] {
  const chain: Cause[] = [];
  for (let cause = error; cause instanceof Error && chain.length < 10; cause = cause.cause) chain.push(cause as Cause);
  return chain;
}

function factsOf(chain: readonly Cause[]): ErrorFacts {
  const api = chain.find((cause) => typeof cause['status'] === 'number' || typeof cause['type'] === 'string');
  const headers = api?.['headers'];
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  return {
    message: (chain.at(-1)?.message ?? '') || 'no answer',
    status: typeof api?.['status'] === 'number' ? api['status'] : undefined,
    type: text(api?.['type']),
    errorCode: text(api?.['errorCode']),
    apiMessage: text(api?.['apiMessage']),
    requestId: text(api?.['requestID']),
    header: (name) => (headers instanceof Headers ? (headers.get(name) ?? undefined) : undefined),
  };
}

function retryAfterMs(facts: ErrorFacts): number | undefined {
  const milliseconds = Number.parseFloat(facts.header('retry-after-ms') ?? '');
  if (milliseconds >= 0) return milliseconds;
  const value = facts.header('retry-after') ?? '';
  const seconds = Number.parseFloat(value);
  if (seconds >= 0) return seconds * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function describe({ status, type, apiMessage, message }: ErrorFacts, redact: Redact): string {
  const parts = [status, type].filter((part) => part !== undefined).join(' ');
  const text = oneLine(redact(apiMessage ?? message));
  return parts === '' ? text : `${parts}: ${text}`;
}

function fatalError(status: number, facts: ErrorFacts, model: string, redact: Redact): OrchestratorError {
  const fatal = fatalByStatus[status] ?? fatalByStatus[400]!;
  const request = facts.requestId === undefined ? '' : `, request ${facts.requestId}`;
  const detail = facts.apiMessage === undefined ? '' : `: ${oneLine(redact(facts.apiMessage))}`;
  // no `cause`: the SDK's error holds the request's headers
  return new OrchestratorError(fatal.code, `${fatal.message(model)} (status ${status}${request})${detail}`, {
    hint: fatal.hint,
    retryable: false,
  });
}

function untrusted(code: string): OrchestratorError {
  return new OrchestratorError('engine-unavailable', `The certificate of the API is not trusted (${code}).`, {
    hint: `Behind a proxy, set NODE_EXTRA_CA_CERTS to its certificate; ${builtin}.`,
    retryable: false,
  });
}

function oneLine(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ')
    .trim()
    .slice(0, 500);
}
