import { redactJsonText } from './redact-keys.js';
import type { Redact } from './redact-keys.js';

interface DeltaEvent {
  index: number;
  delta: Record<string, unknown>;
}

/** Fields of a delta that carry a piece of a longer text, and how that text is redacted. */
const pieces: Readonly<Record<string, (text: string, redact: Redact) => string>> = {
  text: (text, redact) => redact(text),
  thinking: (text, redact) => redact(text),
  partial_json: redactJsonText,
};

/**
 * Takes secrets out of the body of an answer, also those that are spread over several deltas of a stream: the text of such
 * a block then stands in its first delta as a whole. A body without secrets stays as it is, byte for byte.
 */
export function redactBody(body: string, redact: Redact): string {
  if (!/^(?:event|data):/m.test(body)) return redactJsonText(body, redact);
  const events = body.split('\n\n');
  const deltas = events.map(deltaOf);
  const before = deltas.map((delta) => JSON.stringify(delta));
  for (const index of new Set(deltas.flatMap((event) => (event === undefined ? [] : [event.index])))) {
    redactBlock(deltas.filter((event) => event?.index === index) as DeltaEvent[], redact);
  }
  return events
    .map((event, position) => {
      const after = JSON.stringify(deltas[position]);
      if (deltas[position] === undefined) return redactEvent(event, redact);
      return after === before[position] ? event : event.replace(/(?<=^data: ?)\{.*$/m, () => after);
    })
    .join('\n\n');
}

function redactBlock(deltas: readonly DeltaEvent[], redact: Redact): void {
  for (const [field, redactText] of Object.entries(pieces)) {
    const parts = deltas.filter(({ delta }) => typeof delta[field] === 'string');
    const whole = parts.map(({ delta }) => delta[field] as string).join('');
    const redacted = redactText(whole, redact);
    if (redacted === whole) continue;
    parts.forEach(({ delta }, position) => (delta[field] = position === 0 ? redacted : ''));
  }
}

function redactEvent(event: string, redact: Redact): string {
  return event.replace(/(?<=^data: ?)\S.*$/m, (data) => redactJsonText(data, redact));
}

function deltaOf(event: string): DeltaEvent | undefined {
  const data = /^data: ?(\{.*)$/m.exec(event)?.[1];
  if (data === undefined || !data.includes('content_block_delta')) return undefined;
  try {
    const parsed = JSON.parse(data) as Partial<DeltaEvent>;
    return typeof parsed.index === 'number' && parsed.delta !== undefined ? (parsed as DeltaEvent) : undefined;
  } catch {
    return undefined;
  }
}
