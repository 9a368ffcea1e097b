import {
  type AgentTool,
  defineTool,
  emitWritten,
  changeOf,
  inStep,
  type PhaseContext,
  type ToolCall,
  ToolRefusal,
  writeFilesInStep,
} from '@devops-orchestrator/contracts';
import { generatedFilesPath } from '@devops-orchestrator/task-files';
import { z } from 'zod';
import { decideWrite, type WantedFile, type WriteScope } from './decide-write.js';
import { textOf } from './reading-tools.js';

/**
 * Tools that change files of the scope. Each call is two steps of the journal under `key`: what is decided, and what is
 * written; so an interrupted call can be run again, and an aborted run puts back what was there.
 */
export function writingTools(scope: WriteScope, key: string, context: PhaseContext): readonly AgentTool[] {
  return [writeFile(scope, key, context), editFile(scope, key, context)];
}

function writeFile(scope: WriteScope, key: string, context: PhaseContext): AgentTool {
  return defineTool({
    name: 'write_file',
    description:
      'Writes a whole text file of the repository: a new one, one of the task, or one that the instruction names.',
    input: z.strictObject({
      path: z.string().min(1).describe('Relative to the root of the repository.'),
      content: z.string().describe('The whole text.'),
      executable: z.boolean().optional().describe('True for a script. Default: as it is.'),
    }),
    exclusive: true,
    repeatable: true,
    run: async ({ path, content, executable }, call) =>
      write({ path, content, ...(executable === undefined ? {} : { executable }) }, scope, key, call, context),
  });
}

function editFile(scope: WriteScope, key: string, context: PhaseContext): AgentTool {
  return defineTool({
    name: 'edit_file',
    description: 'Replaces one passage of a text file, which must stand in it exactly once, by another.',
    input: z.strictObject({
      path: z.string().min(1).describe('Relative to the root of the repository.'),
      find: z.string().min(1).describe('The passage as it stands in the file, line ends and indentation included.'),
      replace: z.string(),
    }),
    exclusive: true,
    repeatable: true,
    run: async ({ path, find, replace }, call) => {
      const edited = await inStep(
        'edit-text',
        `${key}/${call.id}/edit`,
        { path, find, replace },
        context,
        async (wanted) => {
          const text = await textOf(wanted.path, await context.workspace.scan(), context.workspace);
          const [before, after, ...more] = text.split(wanted.find);
          const times = after === undefined ? 0 : more.length + 1;
          return times === 1 ? { times, content: `${before}${wanted.replace}${after}` } : { times, content: null };
        },
      );
      if (edited.content === null) {
        throw new Error(
          `The passage stands ${edited.times} times in ${path}; it must stand there once. Read the file again.`,
        );
      }
      return write({ path, content: edited.content }, scope, key, call, context);
    },
  });
}

async function write(
  file: WantedFile,
  scope: WriteScope,
  key: string,
  call: ToolCall,
  context: PhaseContext,
): Promise<string> {
  const decided = await inStep('decide-write', `${key}/${call.id}/decide`, { file, scope }, context, (wanted) =>
    decideWrite(wanted.file, wanted.scope, context),
  );
  if ('refused' in decided) throw new ToolRefusal(`${decided.refused}.`);
  await writeFilesInStep(decided.writes, `${key}/${call.id}/write`, context);
  const written = decided.writes.filter(({ path }) => path !== generatedFilesPath(scope.feature));
  const files = written.map((one) => ({ path: one.path, change: changeOf(one) }));
  emitWritten(files, context);
  return files.map(({ path, change }) => `${path}: ${change}`).join('\n');
}
