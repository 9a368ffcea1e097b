import type { Redact } from './redact-keys.js';

/** Fields of a delta that carry a piece of a longer text. */
const pieces = ['text', 'partial_json', 'thinking'] as const;

interface DeltaEvent {
  index: number;
  delta: Record<string, unknown>;
}

/**
 * Takes secrets out of an event stream, also those that are spread over several deltas: the text of such a block then
 * stands in its first delta as a whole. A stream without secrets stays as it is, byte for byte.
 */
export function redactStream(body: string, redact: Redact): string {
  const events = body.split('\n\n');
  const deltas = events.map(deltaOf);
  const before = deltas.map((delta) => JSON.stringify(delta));
  for (const index of new Set(deltas.flatMap((event) => (event === undefined ? [] : [event.index])))) {
    redactBlock(deltas.filter((event) => event?.index === index) as DeltaEvent[], redact);
  }
  const rendered = events.map((event, position) => {
    const delta = deltas[position];
    const after = JSON.stringify(delta);
    return after === before[position] ? event : event.replace(/(?<=^data: ?)\{.*$/m, () => after);
  });
  return redact(rendered.join('\n\n'));
}

function redactBlock(deltas: readonly DeltaEvent[], redact: Redact): void {
  for (const field of pieces) {
    const parts = deltas.filter(({ delta }) => typeof delta[field] === 'string');
    const whole = parts.map(({ delta }) => delta[field] as string).join('');
    const redacted = redact(whole);
    if (redacted === whole) continue;
    parts.forEach(({ delta }, position) => (delta[field] = position === 0 ? redacted : ''));
  }
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
