import * as docker from '../rules/docker.js';
import type { CommandRule } from '../rules/command-rule.js';

const anything: CommandRule = {};
const limits =
  '-m --memory --memory-reservation --memory-swap --cpus --cpu-shares --cpuset-cpus --pids-limit --ulimit --shm-size --stop-timeout --stop-signal --oom-score-adj';
const health =
  '--health-cmd --health-interval --health-retries --health-start-period --health-timeout --health-start-interval';

/** `docker run` and `create`: only what keeps the container in its box. */
const run: CommandRule = {
  valued: `--name -e --env -p --publish -v --volume --mount --network --net --network-alias -w --workdir -u --user --entrypoint --platform --pull --tmpfs --cap-drop --security-opt -l --label -h --hostname --add-host --restart --expose --link --log-driver --attach -a ${limits} ${health}`,
  inside: '--env-file --label-file',
  writes: '--cidfile',
  only: '--rm -d --detach -i --interactive -t --tty --read-only --init -P --publish-all -q --quiet --no-healthcheck',
  stopsAtOperand: true,
  judge: docker.startsContainer,
};

const build: CommandRule = {
  valued:
    '-t --tag -f --file --build-arg --target --platform --progress --label --secret --build-context --network --cache-from --cache-to -o --output --shm-size --ulimit --add-host --annotation --attest --provenance --sbom -m --memory --call --builder --no-cache-filter',
  writes: '--iidfile --metadata-file',
  only: '--no-cache --pull --load -q --quiet --rm --force-rm --squash --compress --check -D --debug',
  maximumOperands: 1,
  judge: docker.buildsImage,
};

const exec: CommandRule = {
  valued: '-e --env -u --user -w --workdir --detach-keys',
  inside: '--env-file',
  only: '-d --detach -i --interactive -t --tty',
  stopsAtOperand: true,
};

const ends: CommandRule = { valued: '-t --time --timeout -s --signal', judge: docker.namesItsOwn };
const output: CommandRule = { writes: '-o --output' };

const container: Readonly<Record<string, CommandRule>> = {
  run,
  create: run,
  exec,
  logs: anything,
  inspect: anything,
  port: anything,
  top: anything,
  stats: anything,
  diff: anything,
  wait: anything,
  cp: { judge: docker.copiesFiles },
  start: ends,
  stop: ends,
  restart: ends,
  kill: ends,
  rm: ends,
  pause: ends,
  unpause: ends,
  rename: anything,
};

const images: Readonly<Record<string, CommandRule>> = {
  build,
  inspect: anything,
  history: anything,
  tag: anything,
  pull: anything,
  rm: ends,
  ls: anything,
  save: output,
  load: { inside: '-i --input' },
};

const compose: CommandRule = {
  worksHere: true,
  valued: '-p --project-name --profile --ansi --progress --parallel -f --file --env-file',
  inside: '--project-directory',
  only: '--compatibility --dry-run --all-resources',
  judge: docker.readsComposeFiles,
  commands: {
    ...Object.fromEntries(
      'ps logs images top port ls events version start stop restart kill rm pull pause unpause wait stats volumes'
        .split(' ')
        .map((name) => [name, anything]),
    ),
    config: output,
    convert: output,
    up: {
      valued: '-t --timeout --scale --wait-timeout --pull --exit-code-from --attach --no-attach',
      only: '-d --detach --build --wait --force-recreate --no-deps --no-build --no-recreate --remove-orphans --quiet-pull --always-recreate-deps -V --renew-anon-volumes --abort-on-container-exit --abort-on-container-failure --no-start --no-color --no-log-prefix --timestamps -y --yes --attach-dependencies --quiet-build',
    },
    down: { valued: '-t --timeout --rmi', only: '-v --volumes --remove-orphans' },
    create: {
      valued: '--scale --pull',
      only: '--build --force-recreate --no-build --no-recreate --remove-orphans --quiet-pull',
    },
    build: {
      valued: '--build-arg --progress -m --memory',
      only: '--no-cache --pull -q --quiet --with-dependencies --check --print',
    },
    run: {
      valued: '--name -e --env -p --publish -v --volume -w --workdir -u --user --entrypoint -l --label --cap-drop',
      inside: '--env-from-file',
      only: '--rm -d --detach -T --no-TTY -i --interactive --no-deps --build --service-ports --use-aliases -P --quiet-pull --remove-orphans -q --quiet --quiet-build',
      stopsAtOperand: true,
      judge: docker.startsService,
    },
    exec: {
      valued: '-e --env -u --user -w --workdir --index',
      only: '-d --detach -T --no-TTY --no-tty -i --interactive -t --tty',
      stopsAtOperand: true,
    },
    cp: { only: '-a --archive -L --follow-link', valued: '--index', judge: docker.copiesFiles },
  },
};

const dockerProgram: CommandRule = {
  valued: '-l --log-level',
  only: '-D --debug -v',
  commands: {
    ...container,
    ...Object.fromEntries('ps images info version history tag events pull'.split(' ').map((name) => [name, anything])),
    build,
    rmi: ends,
    save: output,
    load: images['load']!,
    export: output,
    compose,
    container: { commands: { ...container, ls: anything } },
    image: { commands: images },
    inspect: anything,
    network: {
      commands: {
        ls: anything,
        inspect: anything,
        rm: ends,
        create: { valued: '--label --subnet --gateway --ip-range', only: '--internal --attachable --ipv6' },
        connect: { valued: '--alias --ip' },
        disconnect: anything,
      },
    },
    volume: { commands: { ls: anything, inspect: anything, rm: ends, create: { judge: docker.createsVolume } } },
    system: { commands: { df: anything, info: anything, events: anything } },
    context: { commands: { ls: anything, show: anything, inspect: anything } },
    manifest: { commands: { inspect: anything } },
    buildx: {
      commands: {
        build,
        version: anything,
        ls: anything,
        inspect: { only: '' },
        du: anything,
        bake: { valued: '-f --file', inside: '-f --file', only: '--print --check', judge: docker.printsBake },
        imagetools: { commands: { inspect: anything } },
      },
    },
  },
};

/** Docker and what speaks like it: containers of this machine that stay in their box. Source: `docker --help` of 28.2. */
export const containerPrograms: Readonly<Record<string, CommandRule>> = {
  docker: dockerProgram,
  podman: dockerProgram,
  nerdctl: dockerProgram,
  'docker-compose': compose,
};
