import { jest } from '@jest/globals';
import { printJson, printText } from './print.js';

function streamOf(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  let text = '';
  const stream = { isTTY, write: (part: string) => (text += part) } as unknown as NodeJS.WriteStream;
  return { stream, written: () => text };
}

describe('printText', () => {
  it('F05: leaves nobody but the program a colour, and nobody a cursor', () => {
    const terminal = streamOf(true);
    const file = streamOf(false);
    const text = '\u001b[31mred\u001b[39m \u001b[2J\u202e\r\n';
    printText(terminal.stream, text);
    printText(file.stream, text);
    expect(terminal.written()).toBe('\u001b[31mred\u001b[39m \\u001b[2J\\u202e\n\n');
    expect(file.written()).toBe('\\u001b[31mred\\u001b[39m \\u001b[2J\\u202e\n\n');
  });

  it('F58: prints no secret', () => {
    const { stream, written } = streamOf(false);
    printText(stream, 'found AKIAEXAMPLECANARY0001 there');
    expect(written()).toBe('found [redacted] there\n');
  });
});

describe('printJson', () => {
  it('F05, F58: prints JSON without secrets and invisible characters', () => {
    let written = '';
    const spy = jest.spyOn(process.stdout, 'write').mockImplementation((part) => ((written += String(part)), true));
    printJson({ name: 'a\u202e', key: 'AKIAEXAMPLECANARY0001' });
    spy.mockRestore();
    expect(written).not.toMatch(/[\u202e]|AKIA/);
    expect(JSON.parse(written)).toEqual({ name: 'a\u202e', key: '[redacted]' });
  });
});
