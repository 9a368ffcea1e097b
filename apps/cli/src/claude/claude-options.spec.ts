import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergeSettings, modelsOf, settingsOf } from './claude-options.js';

function file(value: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'claude-options-')), 'config.json');
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

describe('settingsOf', () => {
  it('states nothing where nothing is stated', () => {
    expect(settingsOf({}, {})).toBeUndefined();
  });

  it('takes options before the environment before the file before the set', () => {
    const claudeConfig = file({
      models: { default: 'a', 'senior-product-manager': 'b' },
      limits: { run: { costUsd: 1, turns: 9 } },
    });
    expect(settingsOf({ claudeConfig, models: 'economy', budget: 5 }, { DEVOPS_ORCHESTRATOR_MODEL: 'c' })).toEqual({
      models: {
        default: 'c',
        'senior-product-manager': 'b',
        'devops-senior-documentation-engineer': 'claude-haiku-5-5',
      },
      limits: { run: { costUsd: 5, turns: 9 } },
    });
    expect(settingsOf({ model: 'd' }, { DEVOPS_ORCHESTRATOR_MODEL: 'c' })?.models).toEqual({ default: 'd' });
  });

  it.each([
    ['no JSON', '{'],
    ['a limit that is no amount', { limits: { run: { costUsd: -1 } } }],
    ['a name that it does not know', { budget: 5 }],
  ])('refuses a file with %s', (_name, content) => {
    expect(() => settingsOf({ claudeConfig: file(content) }, {})).toThrow(/config\.json/);
  });
});

describe('mergeSettings', () => {
  it('keeps the limits of a run that a resumed one does not state anew', () => {
    const kept = { models: { default: 'a' }, limits: { run: { costUsd: 1, tokens: 7 }, task: { turns: 3 } } };
    expect(mergeSettings(kept, { limits: { run: { costUsd: 2 } } })).toEqual({
      models: { default: 'a' },
      limits: { run: { costUsd: 2, tokens: 7 }, task: { turns: 3 } },
    });
  });
});

describe('modelsOf', () => {
  it('is Opus unless something else is configured', () => {
    expect(modelsOf({})).toEqual({ default: 'claude-opus-5-5' });
  });
});
