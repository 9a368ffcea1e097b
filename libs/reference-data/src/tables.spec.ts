import { actionPins, actionReference, runtimeTables, serviceImages } from './index.js';

describe('actionPins', () => {
  it.each(Object.entries(actionPins))('%s is pinned by a full commit SHA', (_action, { sha, version }) => {
    expect(sha).toMatch(/^[0-9a-f]{40}$/);
    expect(version).toMatch(/\d/);
  });

  it('gives what a workflow writes', () => {
    expect(actionReference('actions/checkout')).toEqual({
      uses: `actions/checkout@${actionPins['actions/checkout'].sha}`,
      comment: actionPins['actions/checkout'].version,
    });
  });
});

describe('runtimeTables', () => {
  it.each(Object.entries(runtimeTables))('%s has a supported default line', (_runtime, { defaultLine, lines }) => {
    const line = lines.find(
      (candidate) => `${defaultLine}.`.startsWith(`${candidate.line}.`) || candidate.line.startsWith(`${defaultLine}.`),
    );
    expect(line).toBeDefined();
    expect(line?.status).not.toBe('eol');
  });
});

describe('serviceImages', () => {
  it.each(Object.entries(serviceImages))('%s names a version', (_service, image) => {
    expect(image).toMatch(/^[\w./-]+:v?\d/);
  });
});
