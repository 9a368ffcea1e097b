import { redactKeys } from './redact-keys.js';
import { redactStream } from './redact-stream.js';

const key = 'sk-ant-0123456789abcdef';
const redact = redactKeys([key]);
const event = (index: number, delta: object) =>
  `event: content_block_delta\ndata: ${JSON.stringify({ type: 'content_block_delta', index, delta })}\n\n`;
const text = (value: string, index = 0) => event(index, { type: 'text_delta', text: value });

describe('redactStream', () => {
  it('finds a key that is spread over deltas, whatever comes between', () => {
    const body = text('it is sk-ant-0123') + text('sun', 1) + text('456789ab') + text('cdef!');
    expect(redactStream(body, redact)).toBe(text('it is [redacted]!') + text('sun', 1) + text('') + text(''));
  });

  it('finds a key in the input of a tool', () => {
    const json = (partial_json: string) => event(0, { type: 'input_json_delta', partial_json });
    expect(redactStream(json('{"a":"sk-ant-01') + json('23456789abcdef"}'), redact)).toBe(
      json('{"a":"[redacted]"}') + json(''),
    );
  });

  it.each([
    [
      'spaces in its JSON',
      'event: content_block_delta\ndata: {"type": "content_block_delta", "index": 0, "delta": {}}\n\n',
    ],
    ['an event that is cut', text('a').slice(0, -8)],
    ['JSON', '{"type":"message"}'],
    ['nothing', ''],
  ])('leaves a stream without keys alone: %s', (_name, body) => {
    expect(redactStream(body, redact)).toBe(body);
  });
});
