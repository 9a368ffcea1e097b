import type { Intent } from '@devops-orchestrator/contracts';

interface Words {
  /** Part of a folder name. */
  slug: string;
  /** Part of a title. */
  title: string;
}

const wordsOf: Readonly<Record<string, Words>> = {
  'container-image': { slug: 'docker', title: 'containers' },
  compose: { slug: 'compose', title: 'compose' },
  'ci:github': { slug: 'ci-cd', title: 'CI/CD' },
  monitoring: { slug: 'monitoring', title: 'monitoring' },
  'deployment-scripts': { slug: 'deployment', title: 'deployment' },
  validation: { slug: 'validation', title: 'validation' },
};

/** Folder name after what was asked, not after how it was worded: `docker-ci-cd-monitoring`. */
export function featureName(intent: Intent): string {
  const asked = askedWords(intent);
  if (asked.length >= 5) return 'production-infrastructure';
  const slug = asked.map(({ slug }) => slug).join('-');
  if (intent.capabilities.length === 0) return `${slug}-setup`;
  if (asked.length > 1) return slug;
  return slug.includes('-') ? `${slug}-pipeline` : `${slug}-setup`;
}

/** "Containers, CI/CD and monitoring for shop". */
export function featureTitle(intent: Intent, project: string): string {
  const asked = askedWords(intent);
  const what = asked.length >= 5 ? 'production infrastructure' : joinWords(asked.map(({ title }) => title));
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} for ${project}`;
}

/** `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function askedWords(intent: Intent): readonly Words[] {
  const asked = intent.capabilities.filter(({ impliedBy }) => impliedBy === undefined).map(({ id }) => id);
  if (intent.capabilities.length === 0) return unsupportedWords(intent);
  const withoutParts = asked.includes('container-image') ? asked.filter((id) => id !== 'compose') : asked;
  return withoutParts.map((id) => wordsOf[id] ?? { slug: id.replaceAll(/[^a-z0-9]+/g, '-'), title: id });
}

/** For a plan that has nothing of the capabilities in it. */
function unsupportedWords({ unsupported }: Intent): readonly Words[] {
  const ids = [...new Set(unsupported.map(({ id }) => id))].slice(0, 3);
  if (ids.length === 0) return [{ slug: 'custom', title: 'infrastructure' }];
  return ids.map((id) => ({ slug: id.replaceAll(/[^a-z0-9]+/g, '-'), title: id }));
}
