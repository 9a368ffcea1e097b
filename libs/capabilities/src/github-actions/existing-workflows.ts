import type { FileTree } from '@devops-orchestrator/contracts';

/** What the workflows of the repository already do; they are kept as they are. */
export interface ExistingWorkflows {
  paths: readonly string[];
  /** First workflow that runs tests; absent when none does. */
  tests?: string;
  /** First workflow that builds images; absent when none does. */
  images?: string;
  /** First workflow that publishes images; absent when none does. */
  publishes?: string;
}

/** Reads which of our jobs the repository's own workflows already have. */
export function readExistingWorkflows(files: FileTree): ExistingWorkflows {
  const paths = files.paths.filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
  const first = (pattern: RegExp) => paths.find((path) => pattern.test(withoutComments(files.read(path) ?? '')));
  const tests = first(testCommand);
  const images = first(imageBuild);
  const publishes = first(imagePush);
  return {
    paths,
    ...(tests === undefined ? {} : { tests }),
    ...(images === undefined ? {} : { images }),
    ...(publishes === undefined ? {} : { publishes }),
  };
}

/** The first of the names that no file of the user has, with either extension; undefined when all are taken. */
export function freeWorkflowPath(names: readonly string[], files: FileTree): string | undefined {
  const free = names.find((name) => !['yml', 'yaml'].some((end) => files.has(`.github/workflows/${name}.${end}`)));
  return free === undefined ? undefined : `.github/workflows/${free}.yml`;
}

const testCommand =
  /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?(?:test|t)\b|\bnpm\s+cit\b|\b(?:pytest|tox|nox|vitest|jest)\b|\bmanage\.py\s+test\b|\bgo\s+test\b|\b(?:cargo|mvn|gradle|gradlew|dotnet|mix|rake|rails)\s+(?:[^\n]{0,80}\s)?test\b|\bmake\s+(?:test|check)\b|\bnx\s+(?:affected|run-many)\b|\bturbo\s+(?:run\s+)?test\b/;
const imageBuild =
  /docker\/(?:build-push-action|bake-action)@|\bdocker\s+(?:buildx\s+|compose\s+|image\s+)?(?:build|bake)\b/;
const imagePush = /\bpush:\s*(?:true|\$)|\bdocker\s+(?:image\s+)?push\b|\bdocker\s+compose\s+push\b|\s--push\b/;

function withoutComments(text: string): string {
  return text.replaceAll(/^\s{0,200}#[^\n]*$/gm, '');
}
