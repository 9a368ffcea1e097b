import { redactKeys } from './redact-keys.js';
import { redactBody } from './redact-body.js';

const key = 'sk-ant-0123456789abcdef';
const redact = redactKeys([key]);
const event = (index: number, delta: object) =>
  `event: content_block_delta\ndata: ${JSON.stringify({ type: 'content_block_delta', index, delta })}\n\n`;
const text = (value: string, index = 0) => event(index, { type: 'text_delta', text: value });

describe('redactBody', () => {
  it('finds a key that is spread over deltas, whatever comes between', () => {
    const body = text('it is sk-ant-0123') + text('sun', 1) + text('456789ab') + text('cdef!');
    expect(redactBody(body, redact)).toBe(text('it is [redacted]!') + text('sun', 1) + text('') + text(''));
  });

  it('finds a key in the input of a tool', () => {
    const json = (partial_json: string) => event(0, { type: 'input_json_delta', partial_json });
    expect(redactBody(json('{"a":"sk-ant-01') + json('23456789abcdef"}'), redact)).toBe(
      json('{"a":"[redacted]"}') + json(''),
    );
  });

  it('keeps JSON whole, whatever a secret stands next to', () => {
    const input = { env: 'DB_PASSWORD=hunter22hunter22\nPORT=1', note: 'say "API_TOKEN=abcdefgh12345678"', n: 1 };
    const body = JSON.stringify({ type: 'message', content: [{ type: 'tool_use', input }] });
    const redacted = redactBody(body, redact);
    expect(redacted).not.toMatch(/hunter22|abcdefgh12345678/);
    expect(JSON.parse(redacted)).toMatchObject({ content: [{ input: { n: 1 } }] });
    const json = (partial_json: string) => event(0, { type: 'input_json_delta', partial_json });
    const whole = JSON.stringify(input);
    const streamed = redactBody(json(whole.slice(0, 30)) + json(whole.slice(30)), redact);
    const pieces = [...streamed.matchAll(/^data: (.*)$/gm)].map(
      (match) => (JSON.parse(match[1] ?? '') as { delta: { partial_json: string } }).delta.partial_json,
    );
    expect(JSON.parse(pieces.join(''))).toMatchObject({ n: 1 });
    expect(streamed).not.toMatch(/hunter22|abcdefgh12345678/);
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
    expect(redactBody(body, redact)).toBe(body);
  });
});
