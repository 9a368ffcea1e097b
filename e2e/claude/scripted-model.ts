import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Task } from '@devops-orchestrator/contracts';
import { renderPlanReadme, renderTask } from '@devops-orchestrator/task-files';
import { MessagesServer } from '@devops-orchestrator/test-kit';
import type { MessageRequest, ScriptedReply } from '@devops-orchestrator/test-kit';
import { checkout, commitAll, freshFolder } from '../support.js';
import type { CommandOutcome } from '../support.js';

const main = join(checkout, 'apps', 'cli', 'dist', 'main.js');
/** In the form of a real key: it must never be printed or kept. */
export const apiKey = 'sk-ant-api03-canary-0123456789abcdefghijklmnop';

/** What a model does needs no engine to be shown; live proof has tests of its own. */
const noEngine = 'unix:///nonexistent/docker.sock';

export interface RunningCommand {
  child: ChildProcess;
  ended: Promise<CommandOutcome & { signal: NodeJS.Signals | null }>;
}

/** Starts the built command beside this process, which answers for the API meanwhile; without a server it has no key. */
export function startCommand(args: readonly string[], server?: MessagesServer, state = freshFolder()): RunningCommand {
  const { ANTHROPIC_API_KEY: _key, ANTHROPIC_AUTH_TOKEN: _token, ...environment } = process.env;
  const access = server === undefined ? {} : { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: server.url };
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, NODE_OPTIONS: '', XDG_STATE_HOME: state, DOCKER_HOST: noEngine, ...access },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended = new Promise<CommandOutcome & { signal: NodeJS.Signals | null }>((settle) =>
    child.once('close', (status, signal) => settle({ status, signal, ...said })),
  );
  return { child, ended };
}

export function runCommand(args: readonly string[], server?: MessagesServer): RunningCommand['ended'] {
  return startCommand(args, server).ended;
}

/** What the model does in a turn; `conversation` and `turn` count from 1. */
export type ScriptedModel = (turn: number, conversation: number, request: MessageRequest) => ScriptedReply;

/** Runs something against a server that answers as the model. */
export async function withModel<T>(model: ScriptedModel, use: (server: MessagesServer) => Promise<T>): Promise<T> {
  let conversations = 0;
  const server = await MessagesServer.start({
    replies: (request) => {
      const turn = (request.messages.length + 1) / 2;
      if (turn === 1) conversations += 1;
      return model(turn, conversations, request);
    },
  });
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

/** One call a turn, then an end. */
export function calls(...all: readonly { name: string; input: unknown }[]): ScriptedModel {
  return (turn) => {
    const call = all[turn - 1];
    return call === undefined ? { text: 'Done.' } : { calls: [call] };
  };
}

/** Another script for each conversation; the last one goes on. */
export function inTurn(...models: readonly ScriptedModel[]): ScriptedModel {
  return (turn, conversation, request) =>
    models[Math.min(conversation, models.length) - 1]!(turn, conversation, request);
}

export function writeFile(path: string, content: string): { name: string; input: unknown } {
  return { name: 'write_file', input: { path, content } };
}

/** A task whose instruction asks for a file with a word in it. */
export function askFor(path: string, word: string): Task {
  return {
    title: `Write ${path}`,
    context: 'Nothing is there.',
    steps: [{ kind: 'instruction', text: `Write ${path}, which says ${word}.` }],
    checks: [{ id: `says-${word}`, tier: 'tools', command: `grep ${word} ${path}`, requires: [], timeoutSeconds: 10 }],
    criteria: [{ text: `It says ${word}`, checks: [`says-${word}`], met: false }],
    commit: `add ${path}`,
  };
}

/** A committed repository with a plan for these tasks, as a person would write one by hand. */
export function repositoryWith(tasks: readonly Task[], files: Readonly<Record<string, string>> = {}): string {
  const repository = join(freshFolder(), 'planned');
  const folder = '.claude/tasks/notes';
  const planned = tasks.map(({ title }, index) => ({ file: `0${index + 1}-add-notes.md`, title, summary: 'A note.' }));
  const sections = {
    overview: 'o',
    technicalApproach: 't',
    prerequisites: 'p',
    successCriteria: 's',
    infrastructureWorkflow: 'i',
  };
  const all: Record<string, string> = {
    'notes.txt': 'A repository of notes.\n',
    [`${folder}/README.md`]: renderPlanReadme({ feature: 'notes', title: 'Notes', ...sections, tasks: planned }),
    ...Object.fromEntries(tasks.map((task, index) => [`${folder}/${planned[index]!.file}`, renderTask(task)])),
    ...files,
  };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), content);
  }
  commitAll(repository);
  return repository;
}
