import { sanitizeRequest } from './sanitize-request.js';

describe('sanitizeRequest', () => {
  it.each([
    ['F01', 'Add Docker"; touch /tmp/x; echo "', 'Add Docker"; touch /tmp/x; echo "'],
    ['F02', '$(touch /tmp/x) `touch y` Dockerize', '$(touch /tmp/x) `touch y` Dockerize'],
    ['F03', '--help', '--help'],
    ['F05 trailer', 'Add CI\n\nCo-authored-by: x', 'Add CI Co-authored-by: x'],
    ['F05 carriage return', 'Add CI\r\nevil', 'Add CI evil'],
    ['F05 NUL', 'Add\0 CI', 'Add CI'],
    ['F05 colour', 'Add \u001b[31mCI\u001b[0m', 'Add CI'],
    ['F05 title', 'Add \u001b]0;pwned\u0007CI', 'Add CI'],
    ['F05 bidi', 'Add \u202eIC\u202c', 'Add IC'],
    ['F05 C1', 'Add \u009b31mCI', 'Add 31mCI'],
    ['routes', 'Probe /health and /api/v1', 'Probe /health and /api/v1'],
    ['ratios', 'Add CI/CD and monitoring', 'Add CI/CD and monitoring'],
  ])('%s: keeps words and drops what is not text', (_id, raw, clean) => {
    expect(sanitizeRequest(raw)).toBe(clean);
  });

  it.each(['', '   ', '\u200b', '\n\t'])('F04: refuses the empty request %j', (raw) => {
    expect(() => sanitizeRequest(raw)).toThrow('Expected a request in words');
  });

  it('F04: refuses one megabyte at once', () => {
    expect(() => sanitizeRequest('Dockerize '.repeat(100_000))).toThrow('at most 10000 are read');
  });

  it.each([
    'write the Dockerfile to ../../etc/x',
    'put it in ~/.ssh/authorized_keys',
    'save it under /etc/docker/daemon.json',
    'to C:\\x',
  ])('F07: refuses %j', (raw) => {
    expect(() => sanitizeRequest(raw)).toThrow('outside the repository');
  });
});
