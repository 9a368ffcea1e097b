import type { CommandRule } from '../rules/command-rule.js';
import * as cluster from '../rules/cluster.js';

const anything: CommandRule = {};
const reachesCluster = 'reaches a cluster';
const kubeconfig = '--kubeconfig --context --cluster --server -s --token --user --as';
const rendersOnly = { [kubeconfig]: reachesCluster };

const clientDryRun: CommandRule = {
  inside: '-f --filename -k --kustomize',
  valued:
    '-n --namespace -l --selector -o --output --dry-run --validate --image --from-literal --port --replicas --type --tcp',
  only: '-R --recursive',
  judge: cluster.dryRunOnly,
};
const kustomizeBuild: CommandRule = {
  local: true,
  valued: '--load-restrictor',
  writes: '-o --output',
  only: '',
};
const helmRefused = {
  '--post-renderer --post-renderer-args': 'runs another program',
  '--validate --kube-context --kube-apiserver --kube-token --kubeconfig': reachesCluster,
  '--repo --username --password --ca-file --cert-file': 'reaches another registry',
};

const terraform: CommandRule = {
  worksHere: true,
  dashes: 'long',
  inside: '-chdir',
  only: '-version -help',
  commands: {
    fmt: { dashes: 'long', only: '-check -recursive -diff -write -list -no-color', local: true },
    validate: { dashes: 'long', only: '-json -no-color -test-directory -no-tests' },
    init: {
      dashes: 'long',
      only: '-backend -input -no-color -upgrade -get -lockfile -reconfigure',
      judge: cluster.initWithoutBackend,
    },
    version: { dashes: 'long', only: '-json' },
    providers: { dashes: 'long', only: '-test-directory' },
    graph: { dashes: 'long', only: '-type -draw-cycles', maximumOperands: 0 },
    test: {
      dashes: 'long',
      valued: '-var -filter',
      inside: '-var-file',
      only: '-no-color -verbose -json -test-directory',
      judge: cluster.onlyInSandbox,
    },
    plan: {
      dashes: 'long',
      valued: '-var -target',
      inside: '-var-file',
      writes: '-out',
      only: '-refresh -input -no-color -lock -detailed-exitcode -compact-warnings',
      judge: cluster.onlyInSandbox,
    },
    show: { dashes: 'long', local: true, only: '-json -no-color' },
  },
};

/** Tools that could change a cluster or a cloud: rendering and checking alone. */
export const clusterPrograms: Readonly<Record<string, CommandRule>> = {
  kubectl: {
    refused: rendersOnly,
    valued: '-n --namespace',
    commands: {
      kustomize: kustomizeBuild,
      version: { only: '--client -o --output', valued: '-o --output', judge: cluster.clientVersion },
      apply: clientDryRun,
      create: { ...clientDryRun, only: '-R --recursive --save-config' },
    },
  },
  kustomize: {
    commands: {
      build: kustomizeBuild,
      version: anything,
      cfg: { commands: { fmt: { local: true }, tree: { local: true } } },
    },
  },
  helm: {
    refused: helmRefused,
    valued: '-n --namespace',
    commands: {
      template: {
        valued:
          '-n --namespace --set --set-string --set-json -s --show-only --kube-version -a --api-versions --name-template',
        inside: '-f --values --set-file',
        writes: '--output-dir',
        refused: helmRefused,
        judge: cluster.localChart,
      },
      lint: {
        inside: '-f --values --set-file',
        valued: '--set --set-string -n --namespace --kube-version',
        refused: helmRefused,
        local: true,
      },
      show: {
        commands: {
          values: { local: true, refused: helmRefused },
          chart: { local: true, refused: helmRefused },
          all: { local: true, refused: helmRefused },
        },
      },
      package: {
        writes: '-d --destination',
        valued: '--version --app-version',
        refused: { ...helmRefused, '--sign --key --keyring': 'signs' },
        local: true,
      },
      dependency: {
        commands: {
          list: { local: true },
          build: { local: true, refused: { '--keyring': 'reads keys' } },
          update: { local: true, refused: { '--keyring': 'reads keys' } },
        },
      },
      version: anything,
    },
  },
  terraform,
  tofu: terraform,
  ansible: { only: '--version', maximumOperands: 0 },
  'ansible-playbook': { only: '--syntax-check -v', inside: '-i --inventory', local: true, judge: cluster.syntaxOnly },
  packer: {
    commands: {
      fmt: { dashes: 'long', local: true },
      validate: { dashes: 'long', only: '-syntax-only', local: true, judge: cluster.packerSyntax },
    },
  },
};
