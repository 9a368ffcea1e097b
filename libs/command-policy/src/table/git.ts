import type { CommandRule } from '../rules/command-rule.js';
import * as git from '../rules/git.js';

const anything: CommandRule = {};
const runsPrograms = 'runs what the configuration names';
const shows: CommandRule = { writes: '--output', refused: { '--ext-diff --textconv': runsPrograms } };

/** Git as far as it looks at a repository; commits are made by the program itself. */
export const gitProgram: CommandRule = {
  valued: '-c',
  inside: '-C',
  only: '--no-pager -P --no-optional-locks --literal-pathspecs --glob-pathspecs --no-replace-objects',
  judge: git.judgeConfiguration,
  commands: {
    ...Object.fromEntries(
      `status ls-files ls-tree rev-parse rev-list describe shortlog merge-base name-rev check-ignore check-attr check-ref-format
      check-mailmap for-each-ref show-ref count-objects version var cherry show-branch`
        .split(/\s+/)
        .map((name) => [name, anything]),
    ),
    diff: shows,
    log: shows,
    show: shows,
    'diff-tree': shows,
    'diff-index': shows,
    'diff-files': shows,
    blame: { refused: { '--textconv': runsPrograms } },
    'cat-file': { refused: { '--textconv --filters': runsPrograms } },
    grep: {
      refused: { '-O --open-files-in-pager --ext-grep --textconv': runsPrograms },
      valued: '-e -f -A -B -C -m --max-depth',
    },
    'hash-object': { refused: { '-w': 'writes into .git', '--stdin-paths': 'reads any file' } },
    fsck: { refused: { '--lost-found': 'writes into .git' } },
    branch: {
      only: '-a -r -v --list -l --all --remotes --show-current --merged --no-merged --contains --format --sort --points-at',
      valued: '--format --sort',
      judge: git.listsOnly,
    },
    tag: {
      only: '-l --list -n --contains --merged --no-merged --points-at --sort --format',
      valued: '--format --sort',
      judge: git.listsOnly,
    },
    'symbolic-ref': { only: '-q --quiet --short', maximumOperands: 1 },
    archive: { writes: '-o --output', valued: '--format --prefix', only: '-v -l' },
    apply: { only: '--check --stat --numstat --summary -v', judge: git.checksOnly },
  },
};
