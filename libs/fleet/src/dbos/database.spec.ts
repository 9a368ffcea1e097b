import { isOutage, patiently } from './database.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('isOutage', () => {
  it.each<[string, unknown]>([
    ['a planned restart', withCode('57P01')],
    ['a crash of another session', withCode('57P02')],
    ['a server that starts', withCode('57P03')],
    ['a lost connection', withCode('08006')],
    ['too many clients', withCode('53300')],
    ['a port that nobody listens on', withCode('ECONNREFUSED')],
    ['several addresses, none of which answers', new AggregateError([withCode('ECONNREFUSED')])],
    ['what pg says itself', new Error('Connection terminated unexpectedly')],
  ])('is true for %s', (_case, error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a wrong password', withCode('28P01')],
    ['a broken rule', withCode('23505')],
    ['a defect', new TypeError('x')],
    ['no error', 'ECONNREFUSED'],
  ])('is false for %s', (_case, error) => {
    expect(isOutage(error)).toBe(false);
  });
});

describe('patiently', () => {
  it('tries until the server is back', async () => {
    let tries = 0;
    const result = await patiently(async () => {
      tries += 1;
      if (tries < 2) throw withCode('57P01');
      return 'back';
    });
    expect([result, tries]).toEqual(['back', 2]);
  });

  it('gives up after its time, without the password in the message', async () => {
    const away = async () => {
      throw Object.assign(new Error('connect to postgres://u:hunter2hunter2@x'), { code: 'ECONNREFUSED' });
    };
    const failure = patiently(away, undefined, 0);
    await expect(failure).rejects.toMatchObject({ code: 'transient' });
    await expect(failure).rejects.not.toThrow('hunter2');
  });

  it('does not repeat what would fail again', async () => {
    await expect(patiently(() => Promise.reject(withCode('23505')))).rejects.toMatchObject({ code: '23505' });
  });
});
