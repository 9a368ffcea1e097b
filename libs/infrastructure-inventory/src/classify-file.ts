/** Programs of other CI systems: named in the inventory, not read. */
const otherPipelines: Readonly<Record<string, string>> = {
  '.gitlab-ci.yml': 'gitlab-ci',
  '.circleci/config.yml': 'circleci',
  'azure-pipelines.yml': 'azure-pipelines',
  'bitbucket-pipelines.yml': 'bitbucket-pipelines',
  Jenkinsfile: 'jenkins',
  '.travis.yml': 'travis-ci',
  '.drone.yml': 'drone',
  '.woodpecker.yml': 'woodpecker',
  'appveyor.yml': 'appveyor',
  'cloudbuild.yaml': 'cloud-build',
  'buildspec.yml': 'codebuild',
};
const byName: readonly (readonly [kind: string, name: RegExp])[] = [
  ['dockerignore', /^(?:.{0,100}\.)?dockerignore$/i],
  ['dockerfile', /^(?:dockerfile|containerfile)(?:\.[\w.-]{1,60})?$/i],
  ['dockerfile', /^[\w.-]{1,100}\.dockerfile$/i],
  ['compose', /^(?:docker-)?compose(?:[.-][\w.-]{1,60})?\.ya?ml$/],
  ['env-example', /^\.?env(?:\.[\w-]{1,40})?\.(?:example|sample|template|dist)$/],
  ['makefile', /^(?:GNUm|M|m)akefile$/],
  ['procfile', /^Procfile$/],
  ['linter-configuration', /^\.(?:hadolint\.ya?ml|trivyignore|yamllint(?:\.ya?ml)?|shellcheckrc)$/],
  ['terraform', /\.tf$/],
  ['helm', /^Chart\.ya?ml$/],
  ['kustomize', /^kustomization\.ya?ml$/],
];
/** What stands beside the monitoring configuration: templates of messages, explanations of alerts. */
const monitoringFile = /^monitoring\/.{1,300}(?:\.(?:md|tmpl|txt|ini|json|ya?ml)|\/\.gitignore)$/;
const scriptFolders =
  /(?:^|\/)(?:scripts?|bin|ops|deploy|deployment|docker|ci|\.ci|infra|infrastructure|hack|tools|monitoring|backup)\//;
/** Every pattern must match. Kept apart, so that each is linear on whatever a file holds. */
const byContent: readonly (readonly [kind: string, ...patterns: RegExp[]])[] = [
  ['prometheus', /^scrape_configs\s{0,5}:/m],
  ['prometheus-tests', /^tests\s{0,5}:/m, /\balert_rule_test\b|\bpromql_expr_test\b/],
  ['prometheus-rules', /^groups\s{0,5}:/m, /^[ \t-]{0,20}(?:alert|record)\s{0,5}:/m],
  ['alertmanager', /^receivers\s{0,5}:/m, /^route\s{0,5}:/m],
  ['blackbox', /^modules\s{0,5}:/m, /\bprober\s{0,5}:/],
  ['grafana-provisioning', /^apiVersion\s{0,5}:/m, /^(?:datasources|providers|deleteDatasources)\s{0,5}:/m],
  ['kubernetes', /^apiVersion\s{0,5}:/m, /^kind\s{0,5}:/m],
];

/** What an infrastructure file is, by path and, where the path does not tell, by content; undefined for other files. */
export function classifyFile(path: string, read: () => string | undefined): string | undefined {
  return kindOf(path, read) ?? (monitoringFile.test(path) ? 'monitoring-file' : undefined);
}

function kindOf(path: string, read: () => string | undefined): string | undefined {
  const name = path.split('/').at(-1) ?? path;
  if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) return 'github-actions';
  if (/^\.github\/dependabot\.ya?ml$/.test(path)) return 'dependabot';
  const named = otherPipelines[path] ?? byName.find(([, pattern]) => pattern.test(name))?.[0];
  if (named !== undefined) return named;
  if (isScript(path, name, read)) return 'script';
  if (/\.conf(?:\.template)?$/.test(name))
    return /nginx/.test(path) || /^\s{0,20}server\s{0,5}\{/m.test(read() ?? '') ? 'nginx' : undefined;
  if (/\.json$/.test(name)) return isDashboard(path, read) ? 'grafana-dashboard' : undefined;
  if (!/\.ya?ml$/.test(name)) return undefined;
  const content = read() ?? '';
  return byContent.find(([, ...patterns]) => patterns.every((pattern) => pattern.test(content)))?.[0];
}

function isScript(path: string, name: string, read: () => string | undefined): boolean {
  if (/\.(?:sh|bash)$/.test(name))
    return !path.includes('/') || scriptFolders.test(path) || /^tests?\/infrastructure\//.test(path);
  return !name.includes('.') && scriptFolders.test(path) && /^#!.{0,40}\b(?:ba|da|z|k)?sh\b/.test(read() ?? '');
}

function isDashboard(path: string, read: () => string | undefined): boolean {
  if (!/grafana|dashboard|monitoring/i.test(path)) return false;
  const content = read() ?? '';
  return content.includes('"panels"') && (content.includes('"schemaVersion"') || content.includes('"templating"'));
}
