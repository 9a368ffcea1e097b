import type { CommandRule } from '../rules/command-rule.js';
import * as packages from '../rules/packages.js';

const anything: CommandRule = {};
const runs: CommandRule = { runsRepository: true };
const outOfBounds = 'leads out of the repository, or to another registry';

function commands(names: string, rule: CommandRule): Record<string, CommandRule> {
  return Object.fromEntries(names.split(' ').map((name) => [name, rule]));
}

const goBuild: CommandRule = {
  ...runs,
  dashes: 'long',
  writes: '-o -coverprofile -cpuprofile -memprofile -outputdir',
  valued: '-run -timeout -count -tags -ldflags -gcflags -mod -p -parallel -bench -covermode -coverpkg',
  refused: { '-exec -toolexec -vettool -overlay -modfile': 'runs another program, or other code' },
};
const goTool = { ...goBuild, valued: `${goBuild.valued} -f` };
const cargoRuns: CommandRule = {
  ...runs,
  inside: '--manifest-path -C',
  writes: '--target-dir',
  refused: { '--config -Z': 'can name another compiler or runner', '--registry --index': outOfBounds },
};
const maven: CommandRule = {
  ...runs,
  inside: '-f --file',
  valued: '-pl --projects -P --activate-profiles -T --threads',
  dashes: 'long',
  refused: { '-s --settings -gs --global-settings -t --toolchains -emp -ep': outOfBounds },
  judge: packages.namesMavenGoals,
};
const gradle: CommandRule = {
  ...runs,
  inside: '-p --project-dir -b --build-file',
  valued: '-x --exclude-task --console --warning-mode --tests',
  refused: {
    '-I --init-script -g --gradle-user-home -D -P --include-build': 'can load other code',
    '--continuous -t': 'does not end',
  },
  judge: packages.namesGradleTasks,
};

/** Build tools: they build and test what stands in the repository. */
export const buildTools: Readonly<Record<string, CommandRule>> = {
  go: {
    dashes: 'long',
    inside: '-C',
    commands: {
      ...commands('build test vet', goBuild),
      list: goTool,
      version: anything,
      env: { only: '-json', dashes: 'long' },
      fmt: anything,
      doc: anything,
      mod: { commands: { ...commands('download verify tidy graph why vendor', { dashes: 'long', writes: '-o' }) } },
      generate: { ...runs, dashes: 'long' },
      run: { ...goBuild, stopsAtOperand: true, judge: packages.runsOwnPackage },
      tool: { commands: { cover: { dashes: 'long', writes: '-o' } } },
    },
  },
  gofmt: { refused: { '-cpuprofile': 'writes a profile' } },
  cargo: {
    inside: '-C',
    refused: { '--config -Z': 'can name another compiler or runner' },
    commands: commands(
      'build b run r test t check c clippy fmt fetch tree metadata doc bench deny audit version verify-project nextest',
      cargoRuns,
    ),
  },
  rustc: { only: '-V' },
  mvn: maven,
  mvnw: maven,
  gradle,
  gradlew: gradle,
  javac: { writes: '-d', dashes: 'long', local: true, valued: '-cp -classpath' },
  java: { only: '-version --version', dashes: 'long', maximumOperands: 0 },
  dotnet: {
    refused: { '--source -s --configfile': outOfBounds },
    commands: {
      ...commands('build test restore clean format list', {
        ...runs,
        judge: packages.namesProjects,
        writes: '-o --output',
        refused: {
          '--source -s --configfile': outOfBounds,
          '-p --property -t --target --logger -l': 'can run a command',
        },
      }),
    },
  },
  make: {
    ...runs,
    inside: '-I --include-dir',
    writes: '-C --directory',
    valued: '-j --jobs -l -f --file --makefile',
    only: '-n --dry-run --just-print -s --silent --quiet -B -k --keep-going -w --no-print-directory -q -p -r -R -i --always-make --print-directory',
    judge: packages.namesMakeTargets,
  },
  cmake: {
    ...runs,
    inside: '-S --build',
    writes: '-B',
    judge: packages.definesPlainly,
    valued: '-G -D -j --target --config',
    refused: { '-P -E -C --install --open': 'runs a script of CMake' },
  },
  ctest: {
    ...runs,
    inside: '--test-dir',
    valued: '-R -E -j',
    refused: { '-S -SP --script --build-and-test': 'runs a script of CMake' },
  },
  bundle: {
    commands: {
      ...commands('install check list', { ...runs, refused: { '--path --gemfile': outOfBounds }, maximumOperands: 0 }),
      exec: { ...runs, stopsAtOperand: true, judge: packages.runsInstalledTool },
    },
  },
  rake: {
    ...runs,
    refused: { '-e --execute -E --execute-continue -p --execute-print -r --require -I --libdir': 'runs other code' },
  },
  rspec: { ...runs, refused: { '-r --require -I': 'loads other code' } },
  composer: {
    inside: '-d --working-dir',
    commands: {
      ...commands('install validate check-platform-reqs show audit diagnose', { ...runs, maximumOperands: 1 }),
    },
  },
  phpunit: runs,
};
