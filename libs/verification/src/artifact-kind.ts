/** What a file is, as far as its judgement goes. */
export type ArtifactKind =
  | 'dockerfile'
  | 'dockerignore'
  | 'compose'
  | 'github-actions'
  | 'dependabot'
  | 'shell'
  | 'prometheus-config'
  | 'prometheus-rules'
  | 'prometheus-tests'
  | 'alertmanager'
  | 'blackbox'
  | 'grafana-dashboard'
  | 'grafana-provisioning'
  | 'nginx'
  | 'env-example'
  | 'markdown'
  | 'yaml'
  | 'json';

/** By path, first match wins. Linear expressions: paths are untrusted. */
const byPath: readonly (readonly [RegExp, ArtifactKind])[] = [
  [/(^|\/)(Dockerfile|Containerfile)$/i, 'dockerfile'],
  [
    /(^|\/)(Dockerfile|Containerfile)\.(?!([\w.-]+\.)?(dockerignore|[cm]?[jt]sx?|vim|mdx?|txt|gz|py|go|rs|rb|php|java|html?|json|ya?ml|toml|hbs|tmpl|tpl|j2|jinja2?|ejs|erb|in|snap|bak|orig|swp|lock|log|map|sh)$)[\w.-]+$/i,
    'dockerfile',
  ],
  [/\.(dockerfile|containerfile)$/i, 'dockerfile'],
  [/(^|[/.])(dockerignore|containerignore)$/i, 'dockerignore'],
  [/(^|\/)(docker-)?compose([.-][\w.-]+)?\.ya?ml$/i, 'compose'],
  [/^\.github\/workflows\/[^/]+\.ya?ml$/, 'github-actions'],
  [/^\.github\/dependabot\.ya?ml$/, 'dependabot'],
  [/\.(sh|bash)$/, 'shell'],
  [/(^|\/)\.?env(\.[\w-]+)*\.(example|sample|template|dist)$|(^|\/)(example|sample|template)\.env$/, 'env-example'],
  [/\.(md|markdown)$/i, 'markdown'],
  [/(^|\/)nginx[^/]*\.conf(\.template)?$|(^|\/)nginx\/([^/]+\/)*[^/]+\.conf(\.template)?$/, 'nginx'],
];

/** Says what kind of artifact a file is: by its path first, by its text second; undefined when it is none that is judged. */
export function classifyArtifact(path: string, content: string): ArtifactKind | undefined {
  for (const [pattern, kind] of byPath) if (pattern.test(path)) return kind;
  const head = content.slice(0, 65_536);
  if (/\.ya?ml$/i.test(path)) return classifyYaml(path, head);
  if (/\.json$/i.test(path)) return classifyJson(head);
  if (/\.conf(\.template)?$/.test(path) && /^[ \t]*(server|upstream|location|http)\b[^;\n]*\{/m.test(head))
    return 'nginx';
  if (/^#!\s*\/\S*?(env\s+)?\b(bash|sh|dash)\b/.test(head)) return 'shell';
  return undefined;
}

function classifyYaml(path: string, head: string): ArtifactKind {
  const has = (key: string) => new RegExp(`^${key}[ \\t]*:`, 'm').test(head);
  if (has('rule_files') && has('tests')) return 'prometheus-tests';
  if (has('scrape_configs') || has('scrape_config_files')) return 'prometheus-config';
  if (has('route') && has('receivers')) return 'alertmanager';
  if (has('modules') && /^[ \t]+prober[ \t]*:/m.test(head)) return 'blackbox';
  if (has('groups') && /^[ \t-]+(alert|record)[ \t]*:/m.test(head)) return 'prometheus-rules';
  if (/(^|\/)provisioning\//.test(path) && (has('datasources') || has('providers') || has('apiVersion'))) {
    return 'grafana-provisioning';
  }
  if (has('services') && /^[ \t]+(image|build)[ \t]*:/m.test(head)) return 'compose';
  return 'yaml';
}

function classifyJson(head: string): ArtifactKind {
  const dashboard = /"panels"\s*:\s*\[/.test(head) && /"(schemaVersion|templating|gridPos|uid)"\s*:/.test(head);
  return dashboard ? 'grafana-dashboard' : 'json';
}
