import { quoteShell, renderTemplate } from '@devops-orchestrator/templates';
import { baseImage } from './base-image.js';
import * as text from './dockerfile-text.js';
import { componentProbe, healthcheckInstruction } from './health-probe.js';
import { bindVariables, type ImageInput, type ImagePlan } from './image-plan.js';
import { bunSetup } from './node-install.js';
import { buildSteps, nodeBuild, type NodeBuild } from './node-build.js';
import { loopbackOpening } from './loopback-opening.js';
import { migrationCommand, needsInit, processCommand } from './process-command.js';

/** The image of a Node.js server or worker: packages installed and code built in one stage, production packages in the other. */
export function nodeImage(input: ImageInput): ImagePlan {
  const { deployable, processes, files } = input;
  const { component, port } = deployable;
  const base = baseImage('node', component);
  const programs = processes.flatMap((process) => [
    processCommand(process, files).command,
    migrationCommand(process, files) ?? [],
  ]);
  const build = nodeBuild(input, programs);
  const start = processCommand(deployable, files);
  // one process of a package may handle the signal that another one of it ignores
  const ignoresSignals = processes.length > 1 || processes.some((process) => needsInit(process, files));
  const init = ignoresSignals && !build.standalone;
  const scratch = component.framework === 'nextjs' ? [`${build.workdir}/${nextDirectory(build, input)}/cache`] : [];
  const opening = loopbackOpening(input, build.workdir);
  const directories = [...deployable.volumes.map((volume) => volume.target), ...scratch];
  const dockerfile = renderTemplate('docker/node.Dockerfile', {
    title: `Image of ${deployable.name}: Node.js, built from ${contextName(deployable.context)}.`,
    base,
    ...buildSteps(build, input),
    environment: text
      .environmentLines({ ...runtimeEnvironment(input, build), ...opening.environment, ...start.environment })
      .join(' \\\n    '),
    workdir: build.workdir,
    setupRuntime: text.packagesInstruction(
      [...(component.systemPackages?.runtime ?? []), ...(init ? ['tini'] : [])],
      [...(programs.some((words) => /^bunx?$/.test(words[0] ?? '')) ? [bunSetup(component)] : []), ...text.createUser],
    ),
    copies: build.copies,
    directories: text.writableDirectories(directories),
    user: text.applicationUser,
    port: port ?? false,
    healthcheck: healthcheckInstruction(componentProbe(deployable, files) ?? []),
    init,
    command: JSON.stringify(build.standalone ? ['node', build.standaloneServer] : start.command),
  });
  return { dockerfile, extraFiles: opening.steps, notes: [...build.notes, ...opening.notes], images: [base], scratch };
}

/** Where Next.js keeps its cache: below `distDir`; a standalone build has it where the component lies. */
function nextDirectory(build: NodeBuild, { deployable }: ImageInput): string {
  const output = deployable.component.outputDirectory ?? '.next';
  return build.standalone && build.directory !== '.' ? `${build.directory}/${output}` : output;
}

function contextName(context: string): string {
  return context === '.' ? 'the repository root' : quoteShell(context);
}

function runtimeEnvironment({ deployable }: ImageInput, build: NodeBuild): Record<string, string> {
  const { component, port } = deployable;
  const bins = [...new Set([`${build.workdir}/node_modules/.bin`, '/app/node_modules/.bin'])].join(':');
  const next = component.framework === 'nextjs';
  return {
    NODE_ENV: 'production',
    ...(build.standalone ? {} : { PATH: `${bins}:$PATH` }),
    ...(port !== undefined && (component.portVariable !== undefined || next)
      ? { [component.portVariable ?? 'PORT']: String(port) }
      : {}),
    // Docker sets HOSTNAME to the container's name, which Next.js would bind to.
    ...(next ? { HOSTNAME: '0.0.0.0', NEXT_TELEMETRY_DISABLED: '1' } : {}),
    ...bindVariables(deployable),
  };
}
