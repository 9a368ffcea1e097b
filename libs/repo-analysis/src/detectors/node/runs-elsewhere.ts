import type { Evidence } from '@devops-orchestrator/contracts';
import { evidenceAt } from '../../repository-view.js';
import { dependencyEvidence } from './package-manager.js';
import { hasAnyDependency } from './package-manifest.js';
import type { NodePackage } from './node-package.js';

/** A program for another place than a server: a desktop, a telephone, a browser's or an editor's extension. */
export interface ElsewhereProgram {
  place: string;
  evidence: Evidence;
}

const packages: readonly (readonly [string, string])[] = [
  ['electron', 'a desktop application (Electron)'],
  ['@tauri-apps/cli', 'a desktop application (Tauri)'],
  ['@neutralinojs/neu', 'a desktop application (Neutralino)'],
  ['react-native', 'a mobile application (React Native)'],
  ['@nativescript/core', 'a mobile application (NativeScript)'],
  ['@crxjs/vite-plugin', 'a browser extension'],
  ['wxt', 'a browser extension'],
  ['plasmo', 'a browser extension'],
  ['web-ext', 'a browser extension'],
];

const extensionManifests = [
  'manifest.json',
  'src/manifest.json',
  'public/manifest.json',
  'app/manifest.json',
  'extension/manifest.json',
];

/** Says what a package is when people install it on their own machine; undefined for what a server runs or serves. */
export function runsElsewhere(node: NodePackage): ElsewhereProgram | undefined {
  const { manifest, view } = node;
  const known = packages.find(([name]) => hasAnyDependency(manifest, name));
  if (known !== undefined) return { place: known[1], evidence: dependencyEvidence(view, manifest, known[0]) };
  if (manifest.engines.has('vscode'))
    return {
      place: 'an extension of an editor',
      evidence: evidenceAt(view, manifest.path, '"vscode"', 'needs VS Code'),
    };
  const extension = extensionManifests
    .map((name) => node.pathOf(name))
    .find((path) => view.tree.has(path) && /"manifest_version"\s{0,5}:/.test(view.read(path)?.slice(0, 20_000) ?? ''));
  if (extension === undefined) return undefined;
  return {
    place: 'a browser extension',
    evidence: evidenceAt(view, extension, '"manifest_version"', 'manifest of a browser extension'),
  };
}

const platforms: readonly (readonly [string, string])[] = [
  ['firebase-functions', 'functions of Firebase'],
  ['wrangler', 'a Worker of Cloudflare'],
  ['serverless', 'functions of the Serverless Framework'],
  ['aws-cdk-lib', 'infrastructure of AWS CDK'],
  ['@azure/functions', 'functions of Azure'],
];

/** Says on which cloud platform a package runs that starts no server of its own. */
export function runsOnPlatform(node: NodePackage): ElsewhereProgram | undefined {
  const known = platforms.find(([name]) => hasAnyDependency(node.manifest, name));
  return known && { place: known[1], evidence: dependencyEvidence(node.view, node.manifest, known[0]) };
}
