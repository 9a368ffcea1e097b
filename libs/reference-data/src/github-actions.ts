/**
 * Newest releases of GitHub Actions, by full commit SHA.
 *
 * Source: the tags themselves and public workflows that pin them, collected 2026-11-22. Only trust A: the tag plus another
 * source, or two or more named repositories. What has lower trust is not used: run the tool itself instead.
 */
export const actionTableDate = '2026-11-22';

export interface ActionPin {
  version: string;
  sha: string;
}

export const actionPins = {
  'actions/attest': { version: 'v4.2.2', sha: '1e69f48acb82d1966a394da916b4c1698aa569d6' },
  'actions/cache': { version: 'v6.1.0', sha: '55cc8345863c7cc4c66a329aec7e433d2d1c52a9' },
  'actions/checkout': { version: 'v7.0.1', sha: '3d3c42e5aac5ba805825da76410c181273ba90b1' },
  'actions/configure-pages': { version: 'v6.0.0', sha: '45bfe0192ca1faeb007ade9deae92b16b8254a0d' },
  'actions/create-github-app-token': { version: 'v3.2.0', sha: 'bcd2ba49218906704ab6c1aa796996da409d3eb1' },
  'actions/dependency-review-action': { version: 'v5.0.0', sha: 'a1d282b36b6f3519aa1f3fc636f609c47dddb294' },
  'actions/deploy-pages': { version: 'v5.0.0', sha: 'cd2ce8fcbc39b97be8ca5fce6e763baed58fa128' },
  'actions/download-artifact': { version: 'v8.0.1', sha: '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c' },
  'actions/github-script': { version: 'v9.0.0', sha: '3a2844b7e9c422d3c10d287c895573f7108da1b3' },
  'actions/labeler': { version: 'v7.0.0', sha: 'bf12e9b00b37c5c0ca2b87b79b2daf7891dbda13' },
  'actions/setup-dotnet': { version: 'v6.0.0', sha: 'a98b56852c35b8e3190ac28c8c2271da59106c68' },
  'actions/setup-go': { version: 'v7.0.0', sha: 'b7ad1dad31e06c5925ef5d2fc7ad053ef454303e' },
  'actions/setup-node': { version: 'v7.0.0', sha: '820762786026740c76f36085b0efc47a31fe5020' },
  'actions/setup-python': { version: 'v7.0.0', sha: '5fda3b95a4ea91299a34e894583c3862153e4b97' },
  'actions/stale': { version: 'v11.0.0', sha: '4391f3da665fdf50b6810c1a66712fb9ba21aa93' },
  'actions/upload-artifact': { version: 'v7.0.1', sha: '043fb46d1a93c77aae656e7c1c64a875d1fc6a0a' },
  'actions/upload-pages-artifact': { version: 'v5.0.0', sha: 'fc324d3547104276b827a68afc52ff2a11cc49c9' },
  'anchore/sbom-action': { version: 'v0.24.0', sha: 'e22c389904149dbc22b58101806040fa8d37a610' },
  'astral-sh/setup-uv': { version: 'v10.0.1', sha: '20cfd1bf945f4377ade1205e4dbc17946fc9a30d' },
  'aws-actions/amazon-ecr-login': { version: 'v2.1.7', sha: '03f1aad4c6c7ffd436567f42f9384779290529bd' },
  'aws-actions/amazon-ecs-deploy-task-definition': {
    version: 'v2.6.3',
    sha: 'c465972ecbd160473f22e683363b422a5412a3de',
  },
  'aws-actions/configure-aws-credentials': { version: 'v6.2.3', sha: 'e6de054238d6b7531b4efff3b6587d9aade6a06c' },
  'azure/k8s-deploy': { version: 'v7.0.0', sha: '51ca02a8b7225fbd0924aac359c5b336a5f1e5b4' },
  'azure/login': { version: 'v3.0.0', sha: '532459ea530d8321f2fb9bb10d1e0bcf23869a43' },
  'azure/setup-helm': { version: 'v5.0.1', sha: '9bc31f4ebc9c6b171d7bfbaa5d006ae7abdb4310' },
  'azure/setup-kubectl': { version: 'v5.1.0', sha: '829323503d1be3d00ca8346e5391ca0b07a9ab0d' },
  'bridgecrewio/checkov-action': { version: 'v12.3119.0', sha: '59b9d7edfcad5b87fbe3f473a9a134a721ad03f8' },
  'codecov/codecov-action': { version: 'v7.0.0', sha: 'fb8b3582c8e4def4969c97caa2f19720cb33a72f' },
  'DavidAnson/markdownlint-cli2-action': { version: 'v24.2.0', sha: '21c1be1b93ad9ed58fa840aacc3f279cde2a72ff' },
  'docker/bake-action': { version: 'v7.3.0', sha: 'd3418bd7d0e9324001bca92fa8ba175ea7e6dc9b' },
  'docker/build-push-action': { version: 'v7.3.0', sha: '53b7df96c91f9c12dcc8a07bcb9ccacbed38856a' },
  'docker/login-action': { version: 'v4.6.0', sha: 'dbcb813823bdd20940b903addbd779551569679f' },
  'docker/metadata-action': { version: 'v6.2.0', sha: 'dc802804100637a589fabce1cb79ff13a1411302' },
  'docker/setup-buildx-action': { version: 'v4.2.0', sha: 'bb05f3f5519dd87d3ba754cc423b652a5edd6d2c' },
  'docker/setup-qemu-action': { version: 'v4.2.0', sha: '96fe6ef7f33517b61c61be40b68a1882f3264fb8' },
  'dorny/paths-filter': { version: 'v4.0.3', sha: 'ceb8a2b8f2d89434be7ff52d3de7ec3738c5cc9d' },
  'erlef/setup-beam': { version: 'v1.24.1', sha: '54075bcc5e249e4758d363f27d099f55d843f124' },
  'golangci/golangci-lint-action': { version: 'v9.3.0', sha: 'ba0d7d2ec06a0ea1cb5fa41b2e4a3ab91d21278a' },
  'google-github-actions/auth': { version: 'v3.0.0', sha: '7c6bc770dae815cd3e89ee6cdf493a5fab2cc093' },
  'google-github-actions/deploy-cloudrun': { version: 'v3.0.1', sha: '2028e2d7d30a78c6910e0632e48dd561b064884d' },
  'google-github-actions/setup-gcloud': { version: 'v3.0.1', sha: 'aa5489c8933f4cc7a4f7d45035b3b1440c9c10db' },
  'goreleaser/goreleaser-action': { version: 'v7.2.3', sha: 'f06c13b6b1a9625abc9e6e439d9c05a8f2190e94' },
  'gradle/actions': { version: 'v6.3.0', sha: '9c971963bec38e04b3d30dcc455b5382be2fdbfb' },
  'hashicorp/setup-terraform': { version: 'v4.0.1', sha: 'dfe3c3f87815947d99a8997f908cb6525fc44e9e' },
  'helm/chart-releaser-action': { version: 'v1.7.0', sha: 'cae68fefc6b5f367a0275617c9f83181ba54714f' },
  'helm/chart-testing-action': { version: 'v2.8.0', sha: '6ec842c01de15ebb84c8627d2744a0c2f2755c9f' },
  'helm/kind-action': { version: 'v1.14.0', sha: 'ef37e7f390d99f746eb8b610417061a60e82a6cc' },
  'lycheeverse/lychee-action': { version: 'v2.9.0', sha: 'e7477775783ea5526144ba13e8db5eec57747ce8' },
  'ossf/scorecard-action': { version: 'v2.4.4', sha: '2d1146689b8cda280b9bc96326124645441f03bc' },
  'oven-sh/setup-bun': { version: 'v2.2.0', sha: '0c5077e51419868618aeaa5fe8019c62421857d6' },
  'peter-evans/create-pull-request': { version: 'v8.1.1', sha: '5f6978faf089d4d20b00c7766989d076bb2fc7f1' },
  'pnpm/action-setup': { version: 'v6.0.10', sha: '0977fd99725f1db4007ccb2928dbb4e90d06cc86' },
  're-actors/alls-green': { version: 'v1.2.2', sha: '05ac9388f0aebcb5727afa17fcccfecd6f8ec5fe' },
  'renovatebot/github-action': { version: 'v46.2.2', sha: 'e09d604f8f803bb527bd8321ed5be06c460b8682' },
  'ruby/setup-ruby': { version: 'v1.321.0', sha: '95ef2b042f9d7a56d8268cba8559e2842e2ad01b' },
  'shivammathur/setup-php': { version: '2.37.2', sha: 'f3e473d116dcccaddc5834248c87452386958240' },
  'sigstore/cosign-installer': { version: 'v4.1.2', sha: '6f9f17788090df1f26f669e9d70d6ae9567deba6' },
  'slackapi/slack-github-action': { version: 'v4.0.0', sha: 'dcb1066f776dd043e64d0e8ba94ca15cc7e1875d' },
  'zizmorcore/zizmor-action': { version: 'v0.6.2', sha: '3dc1ecc9bcb9e94e9b2c709687979e1298497054' },
} as const satisfies Record<string, ActionPin>;

export type PinnedAction = keyof typeof actionPins;

/** The value of `uses:` and the comment that names its version. */
export function actionReference(action: PinnedAction): { uses: string; comment: string } {
  const pin = actionPins[action];
  return { uses: `${action}@${pin.sha}`, comment: pin.version };
}
