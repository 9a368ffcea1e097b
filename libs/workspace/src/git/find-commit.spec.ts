import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { openGit } from '../open-git.js';
import { TestRepository } from '../testing/repository.js';

let repository: TestRepository;

beforeEach(() => {
  repository = new TestRepository();
});

afterEach(() => repository.remove());

const trailers = { 'Orchestrator-Run': 'run-1', 'Orchestrator-Step': '01/commit' };

function commit(message: string, with_: Record<string, string> | undefined = trailers) {
  repository.write('Dockerfile', `FROM scratch\n# ${Math.random()}\n`);
  return openGit(repository.root).commit({ message, paths: ['Dockerfile'], ...(with_ && { trailers: with_ }) });
}

describe('openGit: trailers of a commit', () => {
  it.each(['feat: add', 'feat: add\n\nA body.\n\nOf two paragraphs.', 'feat: add\n\nOther-Run: 2'])(
    'writes them under %j, and answers the message without them',
    async (message) => {
      const made = await commit(message);
      expect(made!.message).toBe(message);
      expect(repository.git('log', '-1', '--format=%B')).toBe(
        `${message}\n\nOrchestrator-Run: run-1\nOrchestrator-Step: 01/commit`,
      );
      expect(repository.git('log', '-1', '--format=%(trailers:only)')).toBe(
        'Orchestrator-Run: run-1\nOrchestrator-Step: 01/commit',
      );
      expect(await openGit(repository.root).findCommit(trailers)).toEqual(made);
    },
  );

  it.each<[string, Record<string, string>]>([
    ['a value of two lines', { Run: 'a\nCo-authored-by: x <x@x.org>' }],
    ['a carriage return', { Run: 'a\rb' }],
    ['a line separator', { Run: 'a\u2028b' }],
    ['a turn of direction', { Run: 'a\u202eb' }],
    ['an empty value', { Run: '' }],
    ['a value with a space at its end', { Run: 'a ' }],
    ['a name with a colon', { 'Run: a\nB': 'c' }],
    ['a name with a space', { 'My Run': 'a' }],
    ['an empty name', { '': 'a' }],
  ])('F05: refuses %s', async (_what, forged) => {
    await expect(commit('feat: add', forged)).rejects.toMatchObject({ code: 'contract-violated' });
    await expect(openGit(repository.root).findCommit(forged)).rejects.toMatchObject({ code: 'contract-violated' });
  });

  it.each([
    'feat: add\n\nOrchestrator-Run: run-1',
    'feat: add\n\nWhy.\n\nCo-authored-by: x <x@x.org>\nmore',
    'a\n \nB: c',
  ])('F05: refuses %j without trailers, which would end in forged ones', async (message) => {
    await expect(commit(message, {})).rejects.toMatchObject({ code: 'contract-violated' });
  });
});

describe('findCommit', () => {
  it('finds the newest that carries all of them', async () => {
    await commit('feat: one');
    const second = await commit('feat: two');
    await commit('feat: three', { ...trailers, 'Orchestrator-Step': '02/commit' });
    const git = openGit(repository.root);
    expect(await git.findCommit(trailers)).toEqual(second);
    expect((await git.findCommit({ 'Orchestrator-Run': 'run-1' }))?.message).toBe('feat: three');
    expect(await git.findCommit({ ...trailers, 'Orchestrator-Run': 'run-2' })).toBeUndefined();
  });

  it.each([
    ['in the subject', 'Orchestrator-Run: run-1'],
    ['in a body above the last paragraph', 'feat: a\n\nOrchestrator-Run: run-1\n\nSigned-off-by: U'],
    ['within prose', 'feat: a\n\nSome text\nOrchestrator-Run: run-1'],
    ['as a part of a value', 'feat: a\n\nOrchestrator-Run: run-10'],
    ['in another case', 'feat: a\n\norchestrator-run: run-1'],
    ['indented', 'feat: a\n\n Orchestrator-Run: run-1'],
  ])('does not find them %s', async (_where, message) => {
    repository.git('commit', '--quiet', '--allow-empty', '--cleanup=verbatim', '-m', message);
    expect(await openGit(repository.root).findCommit({ 'Orchestrator-Run': 'run-1' })).toBeUndefined();
  });

  it('looks at commits that HEAD reaches, the latest thousand', async () => {
    await commit('feat: add');
    const git = openGit(repository.root);
    repository.git('branch', 'other');
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    expect(await git.findCommit(trailers)).toBeUndefined();
    repository.git('reset', '--quiet', '--hard', 'other');
    const tree = repository.git('rev-parse', 'HEAD^{tree}');
    let tip = repository.git('rev-parse', 'HEAD');
    const stream = ['feature done', 'reset refs/heads/long', `from ${tip}`, ''];
    for (let index = 0; index < 1000; index += 1) {
      const time = Math.floor(Date.now() / 1000) + index;
      stream.push(
        'commit refs/heads/long',
        `committer U <u@x.org> ${time} +0000`,
        'data 1',
        'x',
        `M 040000 ${tree} `,
        '',
      );
    }
    execFileSync('git', ['fast-import', '--quiet'], { cwd: repository.root, input: `${stream.join('\n')}\ndone\n` });
    tip = repository.git('rev-parse', 'long');
    repository.git('reset', '--quiet', '--hard', `${tip}~1`);
    expect((await git.findCommit(trailers))?.message).toBe('feat: add');
    repository.git('reset', '--quiet', '--hard', tip);
    expect(await git.findCommit(trailers)).toBeUndefined();
  });

  it('answers undefined before the first commit, and refuses no trailers', async () => {
    repository.git('checkout', '--quiet', '--orphan', 'empty');
    expect(await openGit(repository.root).findCommit(trailers)).toBeUndefined();
    expect(await openGit(repository.folder).findCommit(trailers)).toBeUndefined();
    await expect(openGit(repository.root).findCommit({})).rejects.toMatchObject({ code: 'contract-violated' });
  });
});

describe('readAtHead', () => {
  it('reads what HEAD has, whatever the disk or the index say', async () => {
    repository.write('a b/ü\n.txt', '\uFEFFa\r\nb');
    repository.commitAll('second');
    repository.write('a b/ü\n.txt', 'changed');
    repository.git('add', '--all');
    const git = openGit(repository.root);
    expect(await git.readAtHead('a b/ü\n.txt')).toBe('\uFEFFa\r\nb');
    expect(await openGit(`${repository.root}/src`).readAtHead('a.txt')).toBe('a\n');
    await expect(git.readAtHead('../x')).rejects.toMatchObject({ code: 'unsafe-path' });
  });

  it('answers undefined for no file, a folder, a link, and what is no text', async () => {
    repository.write('binary', Buffer.from([0x61, 0xf0, 0x9f, 0x98]));
    repository.write('zero', 'a\0b');
    symlinkSync('README.md', `${repository.root}/link`);
    repository.commitAll('second');
    const git = openGit(repository.root);
    for (const path of ['none', 'src', 'src/a.txt/x', 'link', 'binary', 'zero']) {
      expect([path, await git.readAtHead(path)]).toEqual([path, undefined]);
    }
    expect(await openGit(repository.folder).readAtHead('README.md')).toBeUndefined();
  });
});
