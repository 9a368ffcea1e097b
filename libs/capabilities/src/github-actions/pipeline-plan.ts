import type { CapabilityInput } from '../capability.js';
import { renderCiWorkflow } from './ci-workflow.js';
import { renderDependabot, updatesDependencies } from './dependabot.js';
import { freeWorkflowPath, readExistingWorkflows, type ExistingWorkflows } from './existing-workflows.js';
import { renderReleaseWorkflow } from './release-workflow.js';
import { planTests, type TestPlan } from './test-jobs.js';

/** What is written, what is kept, and what the pipeline cannot do. */
export interface PipelinePlan {
  files: readonly { path: string; content: string; purpose: string }[];
  existing: ExistingWorkflows;
  /** One line per fact about what the repository already has. */
  kept: readonly string[];
  /** One line per missing fact. */
  gaps: readonly string[];
  publishes: boolean;
}

/** Decides what the repository's own workflows lack, and renders only that. */
export function planPipeline(input: CapabilityInput): PipelinePlan {
  const existing = readExistingWorkflows(input.files);
  const withImages = input.model.components.length > 0 && !isExcluded(input, 'container-image');
  const tests = existing.tests === undefined ? planTests(input) : undefined;
  const ci = ciFile(input, existing, { tests, images: withImages && existing.images === undefined });
  const release = withImages && existing.publishes === undefined ? releaseFile(input, existing, ci?.path) : undefined;
  const dependabot = updatesDependencies(input.files.paths) ? undefined : dependabotFile(input);
  return {
    files: [ci, release, dependabot].filter((file) => file !== undefined),
    existing,
    kept: keptLines(input, existing),
    gaps: [...(tests?.gaps ?? []), ...deploymentGap(release !== undefined)],
    publishes: release !== undefined,
  };
}

function isExcluded(input: CapabilityInput, id: string): boolean {
  return input.intent.exclusions.some((exclusion) => exclusion.id === id);
}

function ciFile(
  input: CapabilityInput,
  existing: ExistingWorkflows,
  { tests, images }: { tests: TestPlan | undefined; images: boolean },
) {
  const hasTests = tests !== undefined && tests.groups.length > 0;
  if (!hasTests && !images) return undefined;
  const path = freeWorkflowPath(['ci', 'infrastructure', 'infrastructure-images'], input.files);
  if (path === undefined) return undefined;
  const content = renderCiWorkflow(input, {
    name: path.endsWith('/ci.yml') ? 'CI' : 'Infrastructure',
    ...(hasTests ? { tests } : {}),
    images,
    validation: input.intent.capabilities.some(({ id }) => id === 'validation'),
  });
  const parts = [
    ...(hasTests ? ['lints, builds and tests every component'] : []),
    ...(images ? ['builds the images, lists their contents and scans them'] : []),
  ];
  const reason = existing.paths.length > 0 ? ' (only what the existing workflows lack)' : '';
  return { path, content, purpose: `${parts.join(', ')}${reason}` };
}

function releaseFile(input: CapabilityInput, existing: ExistingWorkflows, ciPath: string | undefined) {
  const path = freeWorkflowPath(['release', 'publish-images'], input.files);
  if (path === undefined) return undefined;
  const content = renderReleaseWorkflow(input.model, ciPath === undefined ? {} : { testWorkflow: ciPath });
  return {
    path,
    content,
    purpose: 'publishes multi-arch images with provenance and SBOM when a version tag is pushed',
  };
}

function dependabotFile(input: CapabilityInput) {
  return {
    path: '.github/dependabot.yml',
    content: renderDependabot(input),
    purpose: 'keeps the pinned actions, base images and dependencies up to date',
  };
}

function keptLines({ files }: CapabilityInput, existing: ExistingWorkflows): string[] {
  const has = (path: string | undefined, what: string) => (path === undefined ? [] : [`\`${path}:1\` ${what}.`]);
  const named = new Set([existing.tests, existing.images, existing.publishes]);
  return [
    ...has(existing.tests, 'runs the tests'),
    ...has(existing.images, 'builds images'),
    ...has(existing.publishes, 'publishes'),
    ...existing.paths.filter((path) => !named.has(path)).map((path) => `\`${path}:1\` is a workflow with other work.`),
    ...(updatesDependencies(files.paths) ? ['Dependency updates are already configured.'] : []),
  ];
}

function deploymentGap(publishes: boolean): string[] {
  return publishes
    ? ['No server to deploy to is known: a released version is deployed with the deployment scripts, on the server.']
    : [];
}
