import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { promisify } from 'node:util';
import type { CommandRequest, SandboxState } from '@devops-orchestrator/contracts';
import { findProgram, isInside } from '../find-program.js';
import { privateFolders } from './private-folders.js';
import { sandboxArguments } from './sandbox-arguments.js';
import type { SandboxOptions } from './sandbox-options.js';

const runFile = promisify(execFile);
const probeTimeoutMs = 10_000;
const defaultSocket = '/var/run/docker.sock';

export interface StartedProgram {
  program: string;
  arguments: readonly string[];
}

/** Puts commands into the sandbox, where there is one. */
export interface Sandbox {
  state(path: readonly string[]): Promise<SandboxState>;
  /** The program that runs another one in the sandbox; a reason when it may not be started at all. */
  wrap(program: string, request: CommandRequest, path: readonly string[]): Promise<StartedProgram | { reason: string }>;
}

export function openSandbox(root: string, options: SandboxOptions | undefined): Sandbox {
  let probed: Promise<SandboxState> | undefined;
  const state = (path: readonly string[]): Promise<SandboxState> => {
    if (options === undefined) return Promise.resolve({ sandboxed: false, reason: 'no sandbox was asked for' });
    return (probed ??= probe(root, path));
  };
  return {
    state,
    async wrap(program, request, path) {
      const found = await state(path);
      if (found.sandboxed) return inSandbox(root, found.program, program, request, path, options!);
      if (options?.mode === 'require') return { reason: `not started outside of a sandbox: ${found.reason}` };
      return { program, arguments: request.arguments };
    },
  };
}

async function probe(root: string, path: readonly string[]): Promise<SandboxState> {
  if (process.platform !== 'linux') return { sandboxed: false, reason: 'bubblewrap is for Linux' };
  const program = await findProgram(root, 'bwrap', path);
  if (program === undefined) return { sandboxed: false, reason: 'bubblewrap (bwrap) is not installed' };
  const home = process.env['HOME'];
  if (home !== undefined && isInside(root, home)) {
    return { sandboxed: false, reason: 'the repository holds the home folder, which a sandbox could not hide' };
  }
  const nothing = await findProgram(root, 'true', path);
  try {
    const request: CommandRequest = { program: 'true', arguments: [], timeoutMs: probeTimeoutMs };
    const started = inSandbox(root, program, nothing ?? '/bin/true', request, path, { mode: 'auto' });
    await runFile(started.program, [...started.arguments], { timeout: probeTimeoutMs });
    return { sandboxed: true, program };
  } catch (error) {
    const text = ((error as { stderr?: string }).stderr || (error as Error).message).trim().split('\n')[0]!;
    return { sandboxed: false, reason: `bubblewrap cannot make a sandbox here: ${text}` };
  }
}

function inSandbox(
  root: string,
  sandbox: string,
  program: string,
  request: CommandRequest,
  path: readonly string[],
  options: SandboxOptions,
): StartedProgram {
  const { temporary, home } = privateFolders(root);
  const reaches = request.mayReach ?? (options.network === 'host' ? ['network' as const] : []);
  const wrapping = sandboxArguments({
    root,
    temporary,
    privateHome: home,
    home: process.env['HOME'],
    path,
    readable: options.readable ?? [],
    network: reaches.includes('network'),
    docker: reaches.includes('docker'),
    dockerSocket: reaches.includes('docker') ? dockerSocket() : undefined,
  });
  return { program: sandbox, arguments: [...wrapping, program, ...request.arguments] };
}

/** The engine's socket of this user; an engine on another machine is reached by the network. */
function dockerSocket(): string | undefined {
  const host = process.env['DOCKER_HOST'];
  const socket = host?.startsWith('unix://') ? host.slice('unix://'.length) : defaultSocket;
  if (host !== undefined && !host.startsWith('unix://')) return undefined;
  return existsSync(socket) ? realpathSync(socket) : undefined;
}
