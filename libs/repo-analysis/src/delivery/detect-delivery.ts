import type { Delivery } from '@devops-orchestrator/contracts';
import type { RepositoryView } from '../repository-view.js';
import { baseName, directoryName } from '../repository-view.js';

/** Lists what delivery the repository has already, by file name and, for YAML without a telling name, by content; sorted. */
export function detectDelivery(view: RepositoryView): Delivery[] {
  const found: Delivery[] = [];
  for (const path of view.tree.paths) {
    if (isForeign(path)) continue;
    const kind = kindByName(view, path) ?? kindByContent(view, path);
    if (kind !== undefined) found.push({ kind, path });
  }
  return found.sort((a, b) => compare(a.kind, b.kind) || compare(a.path, b.path));
}

const foreignFolders = new Set([
  'node_modules',
  'vendor',
  'third_party',
  'fixtures',
  '__fixtures__',
  'testdata',
  'test-fixtures',
]);

function isForeign(path: string): boolean {
  return path.split('/').some((part) => foreignFolders.has(part));
}

/** File names and places that say by themselves what the file is. Linear patterns over the path. */
const names: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['dockerfile', /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.(?!dockerignore$)[\w.-]+)?$/],
  ['dockerfile', /(?:^|\/)[\w.-]+\.(?:Dockerfile|dockerfile)$/],
  ['dockerignore', /(?:^|\/)(?:[\w.-]+)?\.(?:dockerignore|containerignore)$/],
  ['compose', /(?:^|\/)(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/],
  ['github-actions', /^\.github\/workflows\/[^/]+\.ya?ml$/],
  ['dependabot', /^\.github\/dependabot\.ya?ml$/],
  ['renovate', /^(?:\.github\/|\.gitlab\/)?(?:renovate\.json5?|\.renovaterc(?:\.json5?)?)$/],
  ['gitlab-ci', /^\.gitlab-ci\.ya?ml$/],
  ['gitlab-ci', /^\.gitlab\/ci\/[\w./-]+\.ya?ml$/],
  ['circleci', /^\.circleci\/config\.ya?ml$/],
  ['azure-pipelines', /(?:^|\/)azure-pipelines(?:[.-][\w.-]+)?\.ya?ml$/],
  ['jenkins', /(?:^|\/)Jenkinsfile(?:\.[\w.-]+)?$/],
  ['bitbucket', /^bitbucket-pipelines\.ya?ml$/],
  ['travis', /^\.travis\.ya?ml$/],
  ['cloud-build', /^cloudbuild\.ya?ml$/],
  ['drone', /^\.drone\.ya?ml$/],
  ['kustomize', /(?:^|\/)kustomization\.ya?ml$/],
  ['helm', /(?:^|\/)Chart\.ya?ml$/],
  ['skaffold', /(?:^|\/)skaffold\.ya?ml$/],
  ['tilt', /(?:^|\/)Tiltfile$/],
  ['terraform', /\.tf(?:\.json)?$/],
  ['ansible', /(?:^|\/)(?:ansible\.cfg|playbook[\w-]*\.ya?ml)$/],
  ['ansible', /(?:^|\/)ansible\/[\w./-]+\.ya?ml$/],
  ['serverless', /^serverless\.ya?ml$/],
  ['devcontainer', /^(?:\.devcontainer\/(?:[\w-]+\/)?devcontainer\.json|\.devcontainer\.json)$/],
  ['procfile', /(?:^|\/)Procfile$/],
  ['fly', /(?:^|\/)fly\.toml$/],
  ['render', /^render\.ya?ml$/],
  ['vercel', /(?:^|\/)vercel\.json$/],
  ['netlify', /(?:^|\/)netlify\.toml$/],
  ['app-engine', /(?:^|\/)app\.ya?ml$(?<=^app\.ya?ml)/],
  ['prometheus', /(?:^|\/)prometheus(?:[.-][\w.-]+)?\.ya?ml$/],
  ['alertmanager', /(?:^|\/)alertmanager(?:[.-][\w.-]+)?\.ya?ml$/],
  ['systemd', /(?:^|\/)[\w@.-]+\.service$/],
  ['nginx', /(?:^|\/)nginx(?:[.-][\w.-]+)?\.conf$/],
  [
    'deployment-script',
    /(?:^|\/)(?:scripts?|bin|deploy|deployment|ci|ops)\/(?:[\w-]*[-_])?(?:deploy|release|rollback|provision)(?:[-_][\w-]*)?(?:\.(?:sh|bash))?$/,
  ],
  ['deployment-script', /(?:^|\/)(?:deploy|rollback)(?:[-_][\w-]*)?\.(?:sh|bash)$/],
];

function kindByName(view: RepositoryView, path: string): string | undefined {
  const kind = names.find(([, pattern]) => pattern.test(path))?.[0];
  if (kind === 'app-engine') return /^runtime:/m.test(head(view, path)) ? kind : kindByContent(view, path);
  if (kind === 'prometheus')
    return /^(?:scrape_configs|global|groups|rule_files):/m.test(head(view, path)) ? kind : kindByContent(view, path);
  if (kind !== undefined) return kind;
  const name = baseName(path);
  if (/^(?:GNU)?[Mm]akefile$/.test(name)) return deliversByMake(view, path) ? 'makefile' : undefined;
  return undefined;
}

function deliversByMake(view: RepositoryView, path: string): boolean {
  const text = view.read(path) ?? '';
  return (
    /^(?:docker|deploy|image|compose|release|helm|k8s|kube)[\w.-]*[ \t]*:(?!=)/m.test(text) ||
    /^\t.{0,200}\b(?:docker|podman|kubectl|helm|terraform)[ \t]/m.test(text)
  );
}

/** How much of a file is looked at. */
const headLength = 64 * 1024;

function head(view: RepositoryView, path: string): string {
  return (view.read(path) ?? '').slice(0, headLength);
}

/** Kubernetes manifests, rules and dashboards carry no telling name: their first part says what they are. */
function kindByContent(view: RepositoryView, path: string): string | undefined {
  if (/\.ya?ml$/.test(path)) {
    if (/(?:^|\/)templates\//.test(path) && view.tree.has(chartOf(path))) return undefined;
    const text = head(view, path);
    if (/^apiVersion:[ \t]*\S/m.test(text) && /^kind:[ \t]*[A-Z]\w+/m.test(text)) return kubernetesKind(text);
    if (/^groups:/m.test(text) && /^[ \t-]+(?:alert|record):[ \t]*\S/m.test(text)) return 'prometheus-rules';
    if (/^scrape_configs:/m.test(text)) return 'prometheus';
    if (/^(?:-[ \t]+|[ \t]+)?hosts:[ \t]*\S/m.test(text) && /^[ \t]+(?:tasks|roles):/m.test(text)) return 'ansible';
    return undefined;
  }
  if (path.endsWith('.json') && /grafana|dashboard/i.test(path)) {
    const text = head(view, path);
    return /"panels"\s*:/.test(text) && /"(?:schemaVersion|templating|timezone)"\s*:/.test(text)
      ? 'grafana'
      : undefined;
  }
  return undefined;
}

function chartOf(path: string): string {
  const folder = directoryName(path.slice(0, path.lastIndexOf('templates/') + 'templates'.length));
  return folder === '.' ? 'Chart.yaml' : `${folder}/Chart.yaml`;
}

/** Other tools borrow the form of Kubernetes resources. */
function kubernetesKind(text: string): string | undefined {
  const version = /^apiVersion:[ \t]*["']?([^\s"']+)/m.exec(text)?.[1] ?? '';
  if (version.startsWith('skaffold/')) return 'skaffold';
  if (version.startsWith('kustomize.config.k8s.io/')) return 'kustomize';
  if (version.startsWith('backstage.io/')) return undefined;
  if (/^\d+$/.test(version)) return undefined;
  return 'kubernetes';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
