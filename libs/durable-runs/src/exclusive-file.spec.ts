import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExclusively } from './exclusive-file.js';

const folder = mkdtempSync(join(tmpdir(), 'exclusive-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const refusing = (code: string) => async () => {
  throw Object.assign(new Error(code), { code });
};

describe('createExclusively', () => {
  it.each<[string, Parameters<typeof createExclusively>[2]]>([
    ['with hard links', undefined],
    ['on a file system without hard links', refusing('EPERM')],
  ])('creates a private file once, and leaves nothing else, %s', async (how, link) => {
    const path = join(folder, how, 'file');
    mkdirSync(join(folder, how));
    expect(await createExclusively(path, 'first', link)).toBe(true);
    expect(await createExclusively(path, 'second', link)).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('first');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, how))).toEqual(['file']);
  });

  it('passes other refusals on', async () => {
    await expect(createExclusively(join(folder, 'file'), 'text', refusing('EIO'))).rejects.toThrow('EIO');
    expect(readdirSync(folder)).not.toContain('file');
  });
});
