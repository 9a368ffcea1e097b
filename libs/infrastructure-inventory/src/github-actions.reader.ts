import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { Inventory } from '@devops-orchestrator/contracts';
import type { InventoryPart, VariableUse } from './inventory-part.js';
import { asList, asRecord, asText, asTexts } from './lenient-value.js';
import { withoutSecrets } from './secret-text.js';
import { parseYamlSource } from './yaml-source.js';

/** Reads one GitHub Actions workflow. @throws {Error} when it has no jobs. */
export function readGithubActions(path: string, text: string): InventoryPart {
  const source = parseYamlSource(text);
  const root = asRecord(source.value);
  const jobs = Object.entries(asRecord(root['jobs']));
  if (jobs.length === 0) throw new Error('it has no jobs');
  const triggers = root['on'] ?? root['true'];
  const pipeline: Inventory['pipelines'][number] = {
    path,
    line: 1,
    name: asText(root['name']) ?? path.split('/').at(-1) ?? path,
    system: 'github-actions',
    triggers: [...asTexts(triggers), ...Object.keys(asRecord(triggers))].sort(byCodeUnit),
    jobs: jobs.map(([id, value]) => {
      const job = asRecord(value);
      const called = asText(job['uses']);
      return {
        id,
        name: asText(job['name']) ?? id,
        needs: asTexts(job['needs']).sort(byCodeUnit),
        steps: called === undefined ? asList(job['steps']).map(stepName) : [called],
      };
    }),
    secrets: namesAfter(text, 'secrets').filter((name) => name !== 'GITHUB_TOKEN'),
  };
  return { pipelines: [pipeline], variables: repositoryVariables(path, text) };
}

function stepName(step: unknown): string {
  const { name, uses, run } = asRecord(step);
  return withoutSecrets(asText(name) ?? asText(uses) ?? (asText(run) ?? '').trim().split('\n', 1)[0] ?? '');
}

/** Names used as `secrets.NAME` or `vars.NAME` inside expressions. */
function namesAfter(text: string, scope: string): string[] {
  const found = text.matchAll(new RegExp(`(?<![\\w.])${scope}\\.([A-Za-z_][A-Za-z0-9_]{0,99})`, 'g'));
  return [...new Set([...found].map((match) => match[1] ?? ''))].sort(byCodeUnit);
}

function repositoryVariables(path: string, text: string): VariableUse[] {
  const lines = text.split('\n');
  return namesAfter(text, 'vars').map((name) => ({
    name,
    path,
    line: lines.findIndex((line) => line.includes(`vars.${name}`)) + 1,
    description: 'variable of the GitHub repository',
  }));
}
