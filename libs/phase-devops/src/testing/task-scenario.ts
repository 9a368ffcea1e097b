import type { CommandRequest, CommandResult, Task, TaskResult, VerifyMode } from '@devops-orchestrator/contracts';
import { renderGeneratedFiles, renderPlanReadme, renderTask } from '@devops-orchestrator/task-files';
import {
  InMemoryGit,
  InMemoryWorkspace,
  recordingContext,
  ScriptedAgent,
  ScriptedCommands,
  type ScriptedConversation,
} from '@devops-orchestrator/test-kit';
import { devopsPhase } from '../devops.phase.js';

export const folder = '.claude/tasks/pipeline';
export const taskPath = `${folder}/01-configure-ci-cd-pipeline.md`;

/** A task with an instruction, and a check that looks for a file. */
export function instructed(changes: Partial<Task> = {}): Task {
  return {
    title: 'Configure the pipeline',
    context: 'There is none.',
    steps: [{ kind: 'instruction', text: 'Write ci/pipeline.txt with a build stage.' }],
    checks: [
      { id: 'has-build', tier: 'tools', command: 'grep build ci/pipeline.txt', requires: [], timeoutSeconds: 5 },
    ],
    criteria: [{ text: 'It builds', checks: ['has-build'], met: false }],
    commit: 'add a pipeline',
    ...changes,
  };
}

export interface ScenarioOptions {
  files?: Record<string, string>;
  conversations?: readonly ScriptedConversation[];
  /** Absent: `grep WORD FILE` looks into the workspace; everything else succeeds. */
  shell?: (script: string, workspace: InMemoryWorkspace) => Partial<CommandResult>;
  sandbox?: boolean;
  changed?: readonly string[];
  withoutAgent?: boolean;
  verify?: VerifyMode;
}

/** Runs phase 2 over one task with a scripted agent. */
export async function runScenario(task: Task, options: ScenarioOptions = {}) {
  const name = '01-configure-ci-cd-pipeline.md';
  const sections = {
    overview: 'o',
    technicalApproach: 't',
    prerequisites: 'p',
    successCriteria: 's',
    infrastructureWorkflow: 'i',
  };
  const planned = [{ file: name, title: task.title, summary: 'A pipeline.' }];
  const readme = renderPlanReadme({ feature: 'pipeline', title: 'Pipeline', ...sections, tasks: planned });
  const workspace = new InMemoryWorkspace({
    [`${folder}/README.md`]: readme,
    [taskPath]: renderTask(task),
    ...options.files,
  });
  const shell = options.shell ?? grep;
  const result = ({ arguments: words }: CommandRequest) => shell(words.at(-1) ?? '', workspace);
  const box = { sandboxed: true as const, program: '/usr/bin/bwrap' };
  const commands = new ScriptedCommands([{ program: 'bash', result }], [], options.sandbox === true ? box : undefined);
  const git = new InMemoryGit({ changed: options.changed ?? [] }, workspace);
  const agent = new ScriptedAgent(options.conversations ?? []);
  const context = recordingContext({
    workspace,
    commands,
    git,
    ...(options.withoutAgent === true ? {} : { agent }),
  });
  const input = {
    schemaVersion: 1,
    feature: 'pipeline',
    verify: options.verify ?? ('auto' as const),
    commit: true,
  } as const;
  const { tasks } = await devopsPhase.run(input, context);
  return { result: tasks[0] as TaskResult, workspace, files: workspace.files, commands, git, agent, context };
}

/** The manifest of a feature whose task file was generated from a request. */
export function generatedFrom(request: string, task: Task): Record<string, string> {
  const written = [{ path: taskPath, content: renderTask(task) }];
  return {
    [`${folder}/generated.json`]: renderGeneratedFiles(undefined, {
      request,
      facts: ['component api port = 3000'],
      written,
    }),
  };
}

export function writes(path: string, content: string): ScriptedConversation {
  return { calls: [{ tool: 'write_file', input: { path, content } }] };
}

function grep(script: string, workspace: InMemoryWorkspace): Partial<CommandResult> {
  const [, word, path] = /^grep (\S+) (\S+)$/.exec(script) ?? [];
  if (word === undefined || path === undefined) return { stdout: `ran ${script}` };
  return workspace.files[path]?.includes(word) === true ? {} : { exitCode: 1, stderr: `no ${word} in ${path}` };
}
