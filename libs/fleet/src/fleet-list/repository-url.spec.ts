import { OrchestratorError } from '@devops-orchestrator/contracts';
import { looksLikeUrl, parseRepositoryUrl, urlKey } from './repository-url.js';

describe('parseRepositoryUrl', () => {
  it.each([
    'https://example.com/team/shop.git',
    'https://example.com:8443/team/shop',
    'ssh://git@example.com/team/shop.git',
    'ssh://git@example.com:2222/team/shop.git',
    'git@example.com:team/shop.git',
    'file:///srv/git/shop.git',
  ])('takes %s', (url) => {
    expect(looksLikeUrl(url)).toBe(true);
    expect(parseRepositoryUrl(url)).toBe(url);
  });

  it.each([
    ['F37: a transport that runs a program', 'ext::sh -c "touch CANARY"'],
    ['F37: the same without spaces', 'ext::touch%20CANARY'],
    ['a remote helper', 'fd::17'],
    ['plain http', 'http://example.com/shop.git'],
    ['the git protocol', 'git://example.com/shop.git'],
    ['F58: a token', 'https://user:ghp_canary0001canary0001@example.com/shop.git'],
    ['F58: a token as the user', 'https://ghp_canary0001canary0001@example.com/shop.git'],
    ['a host that ssh takes for an option', 'ssh://-oProxyCommand=touch CANARY/x'],
    ['the same without a space', 'ssh://-oProxyCommand=x/y'],
    ['a user that ssh takes for an option', 'ssh://-x@example.com/y'],
    ['a path that git takes for an option', 'git@example.com:--upload-pack=touch'],
    ['a line end', 'https://example.com/a\nb'],
    ['a line end for the credential helper', 'https://example.com/a%0ahost=evil'],
    ['a file on another host', 'file://host/x'],
    ['an option', '--upload-pack=x'],
  ])('refuses %s', (_case, url) => {
    expect(() => parseRepositoryUrl(url)).toThrow(OrchestratorError);
  });

  it('does not repeat a token', () => {
    const message = (() => {
      try {
        return parseRepositoryUrl('https://user:hunter2hunter2@example.com/shop.git');
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message).not.toContain('hunter2');
  });
});

describe('urlKey', () => {
  it('is the same for all spellings of one repository', () => {
    const spellings = [
      'git@Example.com:team/shop.git',
      'ssh://git@example.com/team/shop',
      'ssh://git@example.com:22/team/shop/',
    ];
    expect(new Set(spellings.map((url) => urlKey(parseRepositoryUrl(url))))).toEqual(
      new Set(['ssh://git@example.com/team/shop']),
    );
  });
});

describe('looksLikeUrl', () => {
  it.each(['shop', './shop', '/srv/shop', 'repos/*', 'fleet.yaml', 'C:\\shop'])('leaves the path %s alone', (path) => {
    expect(looksLikeUrl(path)).toBe(false);
  });
});
