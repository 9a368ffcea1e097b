import type { CommandRule } from '../rules/command-rule.js';
import * as network from '../rules/network.js';

const judges: CommandRule = {};
/** Those that can write their report into a file. */
const reports: CommandRule = {
  refused: { '--external-checks-git --external-checks-dir': 'loads other code' },
  writes: '--output-file --output-file-path --report-path --output --out --file -r',
};
const runs: CommandRule = { runsRepository: true };
const loads = 'loads other code';

/** Linters, scanners and validators: they read the repository and say what they found. */
export const validators: Readonly<Record<string, CommandRule>> = {
  ...Object.fromEntries(
    `hadolint actionlint zizmor shellcheck yamllint jsonlint taplo dotenv-linter editorconfig-checker ec markdownlint
    markdownlint-cli2 kube-linter kube-score kubeval polaris pluto tfsec terrascan codespell vale typos
    detect-secrets staticcheck golangci-lint govulncheck ansible-lint dockle osv-scanner flake8 black isort mypy vulture
    radon rubocop brakeman phpstan checkmake dockerfilelint dclint ajv check-jsonschema`
      .split(/\s+/)
      .map((name) => [name, judges]),
  ),
  ...Object.fromEntries(
    'checkov semgrep gitleaks gosec cfn-lint syft grype bandit pylint ruff pip-audit'
      .split(' ')
      .map((name) => [name, reports]),
  ),
  kubeconform: {
    only: '-strict -summary -verbose -ignore-missing-schemas -exit-on-error -debug -v -h',
    valued: '-schema-location -kubernetes-version -output -skip -reject -ignore-filename-pattern -n -cache',
    dashes: 'long',
    local: true,
  },
  'devops-orchestrator': { commands: { verify: {} } },
  shfmt: { only: '-d -l -i -ci -sr -bn -s -ln', dashes: 'long', valued: '-i -ln' },
  trivy: {
    valued:
      '--severity --exit-code --format -f --scanners --ignorefile --timeout --cache-dir -c --config --skip-dirs --skip-files --pkg-types --ignore-status',
    writes: '-o --output',
    refused: {
      '--server --token --token-header --module-dir --enable-modules --insecure --username --password':
        'reaches another machine or loads code',
    },
    commands: {
      ...Object.fromEntries(
        'config fs filesystem image sbom version rootfs'.split(' ').map((name) => [
          name,
          {
            writes: '-o --output',
            refused: {
              '--server --token --module-dir --enable-modules --username --password':
                'reaches another machine or loads code',
            },
          },
        ]),
      ),
    },
  },
  conftest: {
    commands: {
      test: { inside: '-p --policy', refused: { '-u --update': 'fetches policies' } },
      verify: { inside: '-p --policy' },
      parse: judges,
    },
  },
  opa: { commands: { check: { local: true }, test: { local: true }, fmt: { local: true } } },
  tflint: {
    only: '--recursive --format --config --chdir --minimum-failure-severity --force --no-color',
    valued: '--format',
    inside: '--config --chdir -c',
  },
  promtool: {
    commands: {
      check: {
        commands: {
          config: { local: true, only: '--syntax-only --lint --lint-fatal' },
          rules: { local: true, only: '--lint --lint-fatal' },
          'web-config': { local: true },
          metrics: { maximumOperands: 0 },
          healthy: { valued: '--url', judge: network.reachesLoopback(['--url']) },
          ready: { valued: '--url', judge: network.reachesLoopback(['--url']) },
        },
      },
      test: { commands: { rules: { local: true, valued: '--run', writes: '--junit' } } },
      query: {
        commands: { instant: { judge: network.reachesLoopback(), valued: '--time', only: '' } },
        valued: '-o --format',
      },
    },
  },
  amtool: {
    valued: '--alertmanager.url --config.file',
    commands: {
      'check-config': { local: true },
      config: {
        commands: { routes: { commands: { test: { inside: '--config.file' }, show: { inside: '--config.file' } } } },
      },
    },
  },
  nginx: { only: '-t -T -q -v -V', inside: '-c -p' },
  caddy: {
    commands: {
      validate: { inside: '-c --config', valued: '-a --adapter' },
      fmt: { local: true },
      adapt: { inside: '-c --config' },
      version: judges,
    },
  },
  haproxy: { only: '-c -v', inside: '-f' },
  'systemd-analyze': { commands: { verify: { local: true } } },
  prettier: { ...runs, refused: { '--plugin': loads } },
  eslint: {
    ...runs,
    writes: '-o --output-file',
    refused: { '--rulesdir --resolve-plugins-relative-to --plugin --parser': loads, '--init': 'fetches packages' },
  },
  tsc: { ...runs, writes: '--outDir --outFile --declarationDir --tsBuildInfoFile --generateTrace' },
  jest: runs,
  vitest: runs,
  mocha: { ...runs, inside: '-r --require' },
};
