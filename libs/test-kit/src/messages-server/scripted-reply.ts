/** A call of a tool in a scripted reply. */
export interface ScriptedCall {
  name: string;
  input: unknown;
  /** Absent: `toolu_0001`, … in the order of the server's replies. */
  id?: string;
  /** Input as it goes over the wire, for JSON that is cut. */
  rawInput?: string;
}

/** One reply of the model. Absent parts are left out; `stopReason` follows from the calls when it is absent. */
export interface ScriptedMessage {
  thinking?: string;
  text?: string;
  calls?: readonly ScriptedCall[];
  /** Summary of the conversation, as an answer to a request to compact it. */
  compaction?: string;
  /** Null: the reply has no end. */
  stopReason?: string | null;
  stopDetails?: Readonly<Record<string, unknown>>;
  /** Absent: a quarter of the characters. */
  outputTokens?: number;
  /** Model that claims to have answered; absent: the one that was asked. */
  model?: string;
  /** Adds an event type, a block type and a delta type that no client knows. */
  unknownEvents?: boolean;
  /** What goes wrong on the way; the reply may be in part sent by then. */
  fault?: StreamFault;
}

/** What happens to a reply after `afterEvents` of its events (absent: 3). */
export interface StreamFault {
  /**
   * `cut`: the connection is reset. `end`: the body ends, as if it were complete. `stall`: nothing comes any more.
   * `error-event`: an error event in the stream. `broken-json`: an event's data is cut.
   */
  kind: 'cut' | 'end' | 'stall' | 'error-event' | 'broken-json';
  afterEvents?: number;
  /** Type of the error event; absent: `overloaded_error`. */
  errorType?: string;
}

/** An answer that is an error. */
export interface ScriptedFailure {
  status: number;
  /** Absent: the type that belongs to the status. */
  type?: string;
  message?: string;
  errorCode?: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent instead of the JSON body, as a proxy would. */
  body?: string;
}

/** No answer at all: the connection is reset, or stays open in silence. */
export interface ScriptedSilence {
  silence: 'reset' | 'stall';
}

export type ScriptedReply = ScriptedMessage | ScriptedFailure | ScriptedSilence;

export function isFailure(reply: ScriptedReply): reply is ScriptedFailure {
  return 'status' in reply;
}

export function isSilence(reply: ScriptedReply): reply is ScriptedSilence {
  return 'silence' in reply;
}

/** Error types by status. Source: `ErrorType` of @anthropic-ai/sdk 1.13. */
const errorTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** Body of an error answer. */
export function failureBody(failure: ScriptedFailure): string {
  if (failure.body !== undefined) return failure.body;
  return JSON.stringify({
    type: 'error',
    error: {
      type: failure.type ?? errorTypes[failure.status] ?? 'api_error',
      message: failure.message ?? `scripted failure ${failure.status}`,
      ...(failure.errorCode === undefined ? {} : { details: { error_code: failure.errorCode } }),
    },
    request_id: null,
  });
}
