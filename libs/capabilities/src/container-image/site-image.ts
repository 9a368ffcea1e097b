import { serviceImages } from '@devops-orchestrator/reference-data';
import { renderTemplate } from '@devops-orchestrator/templates';
import type { TaskFileStep } from '@devops-orchestrator/contracts';
import { joinPath } from '../delivery-model/dockerfile-location.js';
import { baseImage } from './base-image.js';
import { copyArguments } from './dockerfile-text.js';
import { componentProbe, healthcheckInstruction } from './health-probe.js';
import { directoryInImage, type ImageInput, type ImagePlan } from './image-plan.js';
import { buildSteps, nodeBuild } from './node-build.js';

/** Generators whose pages are files of their own: an unknown path is not found, it is no page of one application. */
const manyPages = new Set([
  'astro',
  'gatsby',
  'nextjs',
  'nuxt',
  'docusaurus',
  'vitepress',
  'vuepress',
  'eleventy',
  'hugo',
  'jekyll',
  'hexo',
  'mkdocs',
  'sphinx',
  'html',
  'static-site',
]);

/** The image of a site: built by Node.js where it has a build, served by nginx without root. */
export function siteImage(input: ImageInput): ImagePlan {
  const { deployable, files } = input;
  const { component, context } = deployable;
  const port = deployable.port ?? 8080;
  const server = serviceImages['nginx-unprivileged'];
  const built = component.build !== undefined && component.language !== 'html';
  const build = built ? nodeBuild(input, []) : undefined;
  const base = baseImage('node', component);
  const configuration = configurationPath(input);
  const relative = context === '.' ? configuration : configuration.slice(context.length + 1);
  const output = component.outputDirectory ?? (built ? 'dist' : '.');
  const root = `/usr/share/nginx/html${basePathOf(component.traits)}/`;
  const content =
    build === undefined
      ? copyArguments([output === '.' ? '.' : output], root)
      : `--from=build ${copyArguments([joinPath(directoryInImage(context, component.path), output)], root)}`;
  const dockerfile = renderTemplate('docker/site.Dockerfile', {
    title: `Image of ${deployable.name}: ${built ? 'built by Node.js and ' : ''}served by nginx.`,
    built,
    base,
    buildPackages: '',
    setup: '',
    allFirst: false,
    manifests: [],
    install: '',
    buildArguments: [],
    steps: '',
    ...(build === undefined ? {} : buildSteps({ ...build, prune: '' }, input)),
    server,
    configuration: copyArguments([relative], '/etc/nginx/nginx.conf'),
    content,
    port,
    healthcheck: healthcheckInstruction(componentProbe(deployable, files) ?? []),
  });
  return {
    dockerfile,
    extraFiles: [configurationStep(input, configuration, port)],
    notes: [],
    images: built ? [base, server] : [server],
    scratch: [],
  };
}

/** `nginx.conf` beside the Dockerfile, or another name where the user has one of that name. */
function configurationPath({ deployable, files }: ImageInput): string {
  const folder = deployable.component.path;
  const wanted = joinPath(folder, 'nginx.conf');
  return files.has(wanted) ? joinPath(folder, 'nginx.container.conf') : wanted;
}

function configurationStep({ deployable, files }: ImageInput, path: string, port: number): TaskFileStep {
  const { component } = deployable;
  const content = renderTemplate('docker/nginx.conf', {
    name: deployable.name,
    port,
    basePath: basePathOf(component.traits),
    fallback: isOnePage(component.framework, component.language, component.traits),
    notFoundPage: ['404.html', 'public/404.html', 'static/404.html', 'src/pages/404.astro', 'src/404.html'].some(
      (name) => files.has(joinPath(component.path, name)),
    ),
    proxies: deployable.proxies.map((proxy, at) => ({ ...proxy, number: at + 1 })),
  });
  return { kind: 'file', path, language: 'nginx', content, executable: false };
}

/** Path under which the site's pages ask for their files, as its build was told; empty for the root. */
function basePathOf(traits: Readonly<Record<string, string>> | undefined): string {
  const path = (traits?.['basePath'] ?? '').replace(/\/+$/, '');
  return /^(?:\/[\w.~-]{1,100}){1,10}$/.test(path) && !path.split('/').includes('..') ? path : '';
}

function isOnePage(
  framework: string | undefined,
  language: string,
  traits: Readonly<Record<string, string>> | undefined,
): boolean {
  if (traits?.['spaFallback'] !== undefined) return traits['spaFallback'] === 'true';
  return language !== 'html' && !manyPages.has(framework ?? 'html');
}
