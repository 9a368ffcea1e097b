import { withLogContext } from './log-context.js';
import { type LogFormat, openLog } from './open-log.js';

function logged(format: LogFormat, run: (log: ReturnType<typeof openLog>) => void): string {
  let text = '';
  run(openLog({ format, level: 'info', write: (line) => (text += line) }));
  return text;
}

describe('openLog', () => {
  it('writes one JSON document a line, with the ids of run and step', () => {
    const text = logged('json', (log) =>
      withLogContext({ runId: 'R1' }, () =>
        withLogContext({ step: 'plan/commit' }, () => log.info({ worker: 'a' }, 'committed')),
      ),
    );
    expect(JSON.parse(text)).toMatchObject({
      level: 'info',
      runId: 'R1',
      step: 'plan/commit',
      worker: 'a',
      msg: 'committed',
    });
  });

  it.each<LogFormat>(['json', 'text'])('F58: takes secrets out of messages and facts (%s)', (format) => {
    const canary = 'AKIAEXAMPLECANARY0001';
    const text = logged(format, (log) => log.warn({ deep: { value: [canary] } }, `found ${canary}`));
    expect(text).toContain('[redacted]');
    expect(text).not.toContain(canary);
  });

  it('leaves lower levels out', () => {
    expect(logged('json', (log) => log.debug({}, 'x'))).toBe('');
  });

  it('writes text for people', () => {
    expect(logged('text', (log) => log.info({ status: 'done' }, 'run has ended'))).toMatch(
      /^\d\d:\d\d:\d\d info {2}run has ended status=done\n$/,
    );
  });
});
