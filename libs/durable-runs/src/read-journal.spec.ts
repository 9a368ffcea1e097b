import type { OrchestratorError, RunEnd } from '@devops-orchestrator/contracts';
import { exampleRunHeader } from '@devops-orchestrator/test-kit';
import type { JournalRecord } from './journal-record.js';
import { parseJournal } from './read-journal.js';

const at = '2026-01-01T00:00:01.000Z';
const header = { type: 'header' as const, header: exampleRunHeader() };
const end: RunEnd = { status: 'failed', exitCode: 1, endedAt: at, resumeFrom: 'b' };
const started = (key: string, attempt = 1): JournalRecord => ({
  type: 'started',
  key,
  name: 'step',
  inputDigest: 'd',
  input: { json: { key } },
  attempt,
  at,
});
const done = (key: string): JournalRecord => ({
  type: 'done',
  key,
  name: 'step',
  inputDigest: 'd',
  output: { json: 'größer 😀 ' + key },
  at,
  durationMs: 1,
});
const bytesOf = (records: readonly unknown[]) =>
  Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
const stepsOf = (records: readonly unknown[]) =>
  [...parseJournal(bytesOf(records), 'journal').state.steps.values()].map(({ key, output }) =>
    output === undefined ? `${key} open` : key,
  );
const errorOf = (bytes: Buffer) => {
  try {
    parseJournal(bytes, 'journal');
  } catch (error) {
    const { code, message } = error as OrchestratorError;
    return { code, message };
  }
  throw new Error('the journal was read');
};

describe('parseJournal', () => {
  it.each<[string, readonly JournalRecord[], readonly string[]]>([
    ['results in the order of the first start', [started('b'), started('a'), done('a'), done('b')], ['b', 'a']],
    ['a step without a result as open', [started('a'), done('a'), started('b')], ['a', 'b open']],
    ['a failed step as open', [started('a'), { type: 'failed', key: 'a', message: 'no', at }], ['a open']],
    [
      'what a reopened run is to do anew as gone',
      [started('a'), done('a'), started('b'), done('b'), started('c'), { type: 'reopened', from: 'b', at }],
      ['a'],
    ],
    [
      'a step that is done anew after that',
      [started('a'), done('a'), started('b'), { type: 'reopened', from: 'a', at }, started('b'), done('b')],
      ['b'],
    ],
    ['everything of a run that is reopened without a place', [started('a'), { type: 'reopened', at }], ['a open']],
  ])('gives %s', (_what, records, expected) => {
    expect(stepsOf([header, ...records])).toEqual(expected);
  });

  it('keeps the newest attempt and the newest end, until the run is reopened', () => {
    const records = [header, started('a'), started('a', 2), { type: 'end', end }];
    const { state } = parseJournal(bytesOf(records), 'journal');
    expect([state.steps.get('a')?.attempt, state.end, state.updatedAt]).toEqual([2, end, at]);
    expect(parseJournal(bytesOf([...records, { type: 'reopened', at }]), 'journal').state.end).toBeUndefined();
  });

  it('drops the last record when it is cut, at whatever byte', () => {
    const before = [header, started('a'), done('a'), started('b')];
    const whole = bytesOf(before).length;
    for (const last of [done('b'), { type: 'end', end }, { type: 'reopened', from: 'a', at }]) {
      const bytes = bytesOf([...before, last]);
      for (let length = whole; length < bytes.length; length += 1) {
        const read = parseJournal(bytes.subarray(0, length), 'journal');
        expect([length, read.length, [...read.state.steps.keys()], read.state.end]).toEqual([
          length,
          whole,
          ['a', 'b'],
          undefined,
        ]);
      }
      expect(parseJournal(bytes, 'journal').length).toBe(bytes.length);
    }
  });

  it.each([
    ['with no end', Buffer.alloc(700)],
    ['with an end that was there first', Buffer.from(`${'\0'.repeat(50)}"at":"2026"}\n`)],
  ])('drops zeros that a power loss left, %s', (_how, zeros) => {
    const bytes = bytesOf([header, started('a')]);
    expect(parseJournal(Buffer.concat([bytes, zeros]), 'journal').length).toBe(bytes.length);
  });

  it.each<[string, Buffer, string]>([
    ['an empty file', Buffer.alloc(0), 'journal:1'],
    ['a header that is cut', bytesOf([header]).subarray(0, 40), 'journal:1'],
    ['a journal without a header', bytesOf([started('a')]), 'journal:1'],
    ['a second header', bytesOf([header, header]), 'journal:2'],
    [
      'text between the records',
      Buffer.concat([bytesOf([header]), Buffer.from('oops\n'), bytesOf([started('a')])]),
      'journal:2',
    ],
    [
      'a last line that is whole and no record',
      Buffer.concat([bytesOf([header]), Buffer.from('{"type":\n')]),
      'journal:2',
    ],
    [
      'zeros between the records',
      Buffer.concat([bytesOf([header]), Buffer.from('\0\0\n'), bytesOf([started('a')])]),
      'journal:2',
    ],
    [
      'bytes that are not UTF-8',
      Buffer.concat([bytesOf([header]), Buffer.from([0x22, 0xff, 0x22, 0x0a]), bytesOf([started('a')])]),
      'journal:2',
    ],
    ['a record of an unknown type', bytesOf([header, { type: 'paused', at }]), 'journal:2'],
    ['a record that lacks a field', bytesOf([header, { ...started('a'), input: {} }, started('b')]), 'journal:2'],
    ['a result of a step that was never started', bytesOf([header, started('a'), done('b')]), 'journal:3'],
    ['an empty line', Buffer.concat([bytesOf([header]), Buffer.from('\n'), bytesOf([started('a')])]), 'journal:2'],
  ])('refuses %s, and says where', (_what, bytes, place) => {
    const { code, message } = errorOf(bytes);
    expect({ code, place: message.split(': ')[0] }).toEqual({ code: 'journal-damaged', place });
  });

  it('refuses the journal of a newer version as such', () => {
    const newer = { type: 'header', header: { ...header.header, schemaVersion: 2, another: true } };
    const { code, message } = errorOf(bytesOf([newer, { type: 'paused', at }]));
    expect(code).toBe('run-not-resumable');
    expect(message).toContain('written by a newer version');
  });
});
