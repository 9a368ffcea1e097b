import { serviceImages } from '@devops-orchestrator/reference-data';
import { quoteShell, renderTemplate } from '@devops-orchestrator/templates';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';
import { joinPath } from '../delivery-model/dockerfile-location.js';
import { goMigration } from '../delivery-model/go-migration.js';
import { linkCommands } from '../delivery-model/linked-databases.js';
import { baseImage } from './base-image.js';
import * as text from './dockerfile-text.js';
import { componentProbe, healthcheckInstruction } from './health-probe.js';
import { processCommand } from './process-command.js';
import { bindVariables, directoryInImage, type ImageInput, type ImagePlan } from './image-plan.js';

/** Folders that Go programs read at run time, when they are not embedded. */
const assetFolders = [
  'assets',
  'config',
  'configs',
  'db/migrations',
  'migrations',
  'public',
  'static',
  'templates',
  'views',
  'web',
];
const caches = ['--mount=type=cache,target=/go/pkg/mod', '--mount=type=cache,target=/root/.cache/go-build'];
const nonroot = '65532';

/** The image of a Go program: a static binary on an image without a shell, or on Debian where C libraries are linked. */
export function goImage(input: ImageInput): ImagePlan {
  const { deployable, files } = input;
  const { component, port, context } = deployable;
  const base = baseImage('go', component);
  const cgo = usesC(input);
  const packages = component.systemPackages?.runtime ?? [];
  const debian = cgo && packages.length > 0;
  const final = debian ? 'debian:trixie-slim' : `gcr.io/distroless/${cgo ? 'base' : 'static'}-debian13:nonroot`;
  const probe = deployable.healthPath === undefined ? '/bin/nc' : '/bin/wget';
  const manifests = ['go.mod', 'go.sum', 'go.work', 'go.work.sum'].filter((name) => files.has(joinPath(context, name)));
  const environment = runtimeEnvironment(deployable);
  const dockerfile = renderTemplate('docker/go.Dockerfile', {
    title: `Image of ${deployable.name}: Go, built from ${context === '.' ? 'the repository root' : quoteShell(context)}.`,
    base,
    buildPackages: text.packagesInstruction(component.systemPackages?.build ?? []),
    // A workspace's or a replaced module's own files are needed to resolve modules.
    vendored:
      files.has(joinPath(context, 'vendor/modules.txt')) ||
      files.has(joinPath(context, 'go.work')) ||
      /^[ \t]*(?:replace\b.*)?=>\s*\.{1,2}\//m.test(files.read(joinPath(context, 'go.mod')) ?? ''),
    manifests: manifests.length === 0 ? [] : [text.copyArguments(manifests, './')],
    download: text.runInstruction(['go mod download'], caches.slice(0, 1)),
    build: buildInstruction(input, cgo),
    final,
    setupRuntime: debian ? text.packagesInstruction(['ca-certificates', ...packages], text.createUser) : '',
    probe: port === undefined ? '' : `${probe} ${probe}`,
    probeImage: serviceImages.busybox,
    environment: text.environmentLines(environment).join(' \\\n    '),
    user: debian ? text.applicationUser : nonroot,
    port: port ?? false,
    healthcheck: healthcheckInstruction(componentProbe(deployable, files) ?? []),
    command: JSON.stringify(processCommand(deployable, files).command),
  });
  const images = [base, final, ...(port === undefined ? [] : [serviceImages.busybox])];
  return { dockerfile, extraFiles: [], notes: [], images, scratch: [] };
}

function runtimeEnvironment(deployable: DeployableComponent): Record<string, string> {
  const { component, port } = deployable;
  return {
    ...(component.portVariable !== undefined && port !== undefined ? { [component.portVariable]: String(port) } : {}),
    ...bindVariables(deployable),
  };
}

function buildInstruction({ deployable, processes, files }: ImageInput, cgo: boolean): string {
  const owner = deployable.component.path === '.' ? '.' : deployable.component.path;
  const builds = processes.map(
    (process) =>
      `CGO_ENABLED=${cgo ? '1' : '0'} go build -trimpath -ldflags="-s -w" -o ${quoteShell(`/out/${process.name}`)} ${quoteShell(mainPackage(process))}`,
  );
  const tool = goMigration(deployable.component, deployable.environment);
  if (tool !== undefined) builds.push(tool.install);
  const opened = (deployable.component.traits?.['runtimeFiles'] ?? '').split(' ').filter((name) => name !== '');
  const assets = [...new Set([...assetFolders, ...opened])]
    .sort()
    .filter((name) =>
      files.paths.some(
        (path) =>
          path === joinPath(owner, name) || (path.startsWith(`${joinPath(owner, name)}/`) && !path.endsWith('.go')),
      ),
    );
  const copies = assets.length === 0 ? [] : [`cp --parents --recursive ${assets.map(quoteShell).join(' ')} /out/`];
  const writable = deployable.volumes.map(({ target }) => `/out/${target.replace(/^\/app\//, '')}`);
  const directories =
    writable.length === 0
      ? []
      : [`install --directory --owner=${nonroot} --group=${nonroot} ${writable.map(quoteShell).join(' ')}`];
  const links = linkCommands(deployable.component, { prefix: '/out/', owner: nonroot, committed: () => false });
  const module = directoryInImage(deployable.context, deployable.component.path).replace(/^\/app/, '/src');
  const step = text.runInstruction([...builds, ...copies, ...directories, ...links], caches);
  return module === '/src' ? step : `WORKDIR ${module}\n${step}`;
}

/** Package of the program, relative to the module: as the analysis found it, else as its build command names it. */
function mainPackage({ component }: DeployableComponent): string {
  const stated =
    component.traits?.['main'] ??
    component.traits?.['mainPackage'] ??
    /(\.\/\S*|\.)\s*$/.exec(component.build ?? '')?.[1];
  if (stated === undefined || stated === '.' || stated === './') return '.';
  return stated.startsWith('./') ? stated : `./${stated}`;
}

function usesC({ deployable, files }: ImageInput): boolean {
  const { component, context } = deployable;
  if (component.traits?.['cgo'] !== undefined) return component.traits['cgo'] === 'true';
  return /github\.com\/mattn\/go-sqlite3|confluentinc\/confluent-kafka-go/.test(
    files.read(joinPath(context, 'go.mod')) ?? '',
  );
}
