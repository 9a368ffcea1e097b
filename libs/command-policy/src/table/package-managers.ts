import type { CommandRule } from '../rules/command-rule.js';
import * as packages from '../rules/packages.js';

const anything: CommandRule = {};
const runs: CommandRule = { runsRepository: true };
const outOfBounds = 'leads out of the repository, or to another registry or shell';

/** Options that move a package manager elsewhere. */
const nodeRefused = {
  '-g --global --location --userconfig --globalconfig --registry --script-shell --node-options --cache': outOfBounds,
};
const nodeInside = '--prefix -C --dir --cwd';
const nodeInstall: CommandRule = { refused: nodeRefused, inside: nodeInside, judge: packages.installsNodePackages };
const nodeRuns: CommandRule = { ...runs, refused: nodeRefused, inside: nodeInside };

function commands(names: string, rule: CommandRule): Record<string, CommandRule> {
  return Object.fromEntries(names.split(' ').map((name) => [name, rule]));
}

const nodeCommands: Readonly<Record<string, CommandRule>> = {
  ...commands('ci install i install-clean', nodeInstall),
  ...commands('test t tst run run-script start build lint typecheck', nodeRuns),
  ...commands('ls list outdated audit why explain view licenses root bin ping', { refused: nodeRefused }),
  pack: { refused: nodeRefused, writes: '--pack-destination' },
  exec: { ...runs, only: '--no --offline --no-install', stopsAtOperand: true, judge: packages.runsLocalTool },
  version: { maximumOperands: 0 },
};

const npm: CommandRule = {
  inside: '--prefix -C',
  valued: '-w --workspace --loglevel',
  refused: nodeRefused,
  commands: nodeCommands,
};
const npx: CommandRule = {
  valued: '-w --workspace',
  only: '--no-install --no --offline',
  stopsAtOperand: true,
  runsRepository: true,
  judge: packages.runsLocalTool,
};
const pnpm: CommandRule = {
  inside: '-C --dir',
  valued: '-F --filter --loglevel --reporter',
  refused: nodeRefused,
  commands: {
    ...nodeCommands,
    exec: { ...runs, stopsAtOperand: true, judge: packages.runsInstalledTool },
    fetch: nodeInstall,
  },
};
const yarn: CommandRule = {
  inside: '--cwd',
  refused: nodeRefused,
  commands: {
    ...nodeCommands,
    run: { ...nodeRuns, stopsAtOperand: true, judge: packages.runsPackageScript },
    exec: { ...runs, stopsAtOperand: true, judge: packages.runsInstalledTool },
    workspace: { stopsAtOperand: true, judge: packages.runsInWorkspace(nodeCommands) },
  },
  judge: packages.installsWithoutCommand,
};
const bun: CommandRule = {
  inside: '--cwd',
  refused: { ...nodeRefused, '-e --eval -p --print': 'runs code that the policy cannot read' },
  commands: {
    ...commands('install i ci', nodeInstall),
    ...commands('test build', nodeRuns),
    run: { ...nodeRuns, stopsAtOperand: true, judge: packages.runsPackageScript },
  },
};

const pythonElsewhere = {
  '-i --index-url --extra-index-url -f --find-links --trusted-host --proxy --cert --client-cert --config-settings --global-option --root --prefix':
    outOfBounds,
};

/** `pip` and `python -m pip`: what the repository's own files name. */
export const pip: CommandRule = {
  commands: {
    install: {
      valued: '--progress-bar --retries --timeout --no-binary --only-binary',
      inside: '-r --requirement -c --constraint -e --editable -t --target',
      writes: '--report --cache-dir -d --src',
      refused: pythonElsewhere,
      judge: packages.installsPythonPackages,
    },
    download: {
      inside: '-r --requirement -c --constraint',
      writes: '-d --dest',
      refused: pythonElsewhere,
      judge: packages.installsPythonPackages,
    },
    wheel: {
      inside: '-r --requirement',
      writes: '-w --wheel-dir',
      refused: pythonElsewhere,
      judge: packages.installsPythonPackages,
    },
    ...commands('list freeze show check inspect debug', anything),
  },
};

/** Package managers: they install what the repository names, and run what stands in it. */
export const packageManagers: Readonly<Record<string, CommandRule>> = {
  npm,
  npx,
  pnpm,
  yarn,
  bun,
  pip,
  pip3: pip,
  uv: {
    inside: '--directory --project',
    refused: { '--index-url --default-index --index --extra-index-url --config-file': outOfBounds },
    commands: {
      sync: runs,
      lock: runs,
      tree: anything,
      version: anything,
      build: { ...runs, writes: '-o --out-dir' },
      venv: { written: 'all', valued: '-p --python' },
      export: { writes: '-o --output-file' },
      run: {
        ...runs,
        valued: '--extra --group --python -p',
        only: '--frozen --locked --no-sync --all-extras --dev --no-dev --offline -m --module',
        stopsAtOperand: true,
        judge: packages.runsInstalledTool,
      },
      pip,
    },
  },
  poetry: {
    inside: '-C --directory -P --project',
    commands: {
      ...commands('install sync check lock build show', runs),
      version: { maximumOperands: 0 },
      export: { writes: '-o --output' },
      run: { ...runs, stopsAtOperand: true, judge: packages.runsInstalledTool },
    },
  },
  pipenv: {
    commands: {
      ...commands('install sync verify check graph lock', { maximumOperands: 0, runsRepository: true }),
      run: { ...runs, stopsAtOperand: true, judge: packages.runsInstalledTool },
    },
  },
  tox: runs,
  nox: runs,
  pytest: runs,
};
