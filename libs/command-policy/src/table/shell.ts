import * as builtins from '../rules/builtins.js';
import type { CommandRule } from '../rules/command-rule.js';
import * as wrappers from '../rules/wrappers.js';

const anything: CommandRule = {};
const shell: CommandRule = { judge: wrappers.runsShell };

/** What the shell itself does, and programs that start another program: what they start is judged. */
export const shellPrograms: Readonly<Record<string, CommandRule>> = {
  ...Object.fromEntries(
    ': true false echo exit return break continue wait jobs fg bg pwd times umask ulimit type dirs caller getconf tty'
      .split(' ')
      .map((name) => [name, anything]),
  ),
  test: { judge: builtins.checkVariableTests },
  '[': { judge: builtins.checkVariableTests },
  printf: { judge: builtins.print },
  cd: { judge: builtins.changeFolder },
  pushd: { judge: builtins.changeFolder },
  popd: { judge: builtins.leaveFolder },
  set: { judge: builtins.setOptions },
  shift: { judge: builtins.shift },
  shopt: {
    only: '-s -u -q -p',
    judge: ({ operands, ...call }) =>
      builtins.onlyNames(
        operands,
        call.site,
        'shopt',
        /^(?:extglob|nullglob|globstar|failglob|dotglob|inherit_errexit|nocasematch|nocaseglob)$/,
      ),
  },
  read: { valued: '-a -d -i -n -N -p -t -u', only: '-r -s -e', judge: builtins.readVariables },
  mapfile: { valued: '-d -n -O -s -u', only: '-t', judge: builtins.readLines },
  readarray: { valued: '-d -n -O -s -u', only: '-t', judge: builtins.readLines },
  getopts: { stopsAtOperand: true, judge: builtins.readOption },
  unset: { only: '-f -v', judge: builtins.unset },
  eval: { judge: builtins.evaluate },
  trap: { only: '-p -l', judge: builtins.setTrap },
  kill: { judge: builtins.kill },
  hash: { only: '-r -t' },
  export: builtins.declares('export'),
  readonly: builtins.declares('readonly'),
  declare: builtins.declares('declare'),
  typeset: builtins.declares('typeset'),
  local: builtins.declares('local'),
  source: { judge: wrappers.readsFile },
  '.': { judge: wrappers.readsFile },
  command: { only: '-v -V -p', stopsAtOperand: true, judge: wrappers.runsHere },
  builtin: { stopsAtOperand: true, only: '', judge: wrappers.runsHere },
  exec: { valued: '-a', only: '-c -l', stopsAtOperand: true, judge: wrappers.runsHere },
  bash: shell,
  sh: shell,
  dash: shell,
  ash: shell,
  env: {
    valued: '-u --unset -C --chdir',
    only: '-i --ignore-environment -0 --null -v --debug',
    stopsAtOperand: true,
    judge: wrappers.setEnvironment,
  },
  xargs: {
    valued: '-I -L -n --max-args -P --max-procs -d --delimiter -E -s --max-chars -a --arg-file --max-lines',
    only: '-0 --null -r --no-run-if-empty -t --verbose -x --exit',
    stopsAtOperand: true,
    judge: wrappers.appendsInput,
  },
  timeout: {
    valued: '-k --kill-after -s --signal',
    only: '--preserve-status --foreground -v --verbose',
    stopsAtOperand: true,
    judge: wrappers.startsProgram(1),
  },
  nice: { valued: '-n --adjustment', only: '', stopsAtOperand: true, judge: wrappers.startsProgram() },
  ionice: { valued: '-c --class -n --classdata', only: '-t', stopsAtOperand: true, judge: wrappers.startsProgram() },
  stdbuf: {
    valued: '-i -o -e --input --output --error',
    only: '',
    stopsAtOperand: true,
    judge: wrappers.startsProgram(),
  },
  time: {
    valued: '-f --format',
    writes: '-o --output',
    only: '-p -v -a',
    stopsAtOperand: true,
    judge: wrappers.startsProgram(),
  },
  busybox: { only: '', stopsAtOperand: true, judge: wrappers.startsProgram() },
};
