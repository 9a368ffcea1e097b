import {
  type AgentTool,
  defineTool,
  type FileTree,
  type PhaseContext,
  ToolRefusal,
} from '@devops-orchestrator/contracts';
import { findInfrastructureFiles, verifyFiles } from '@devops-orchestrator/verification';
import { z } from 'zod';
import { describeFinding } from '../verify-command.js';
import { holdsSecrets } from './protected-paths.js';

const mostPaths = 400;
const mostMatches = 100;
const longestLine = 300;
const mostLines = 800;

/** Tools that look at the repository and change nothing. */
export function readingTools(context: PhaseContext): readonly AgentTool[] {
  return [listFiles(context), readFile(context), searchFiles(context), lookAtFindings(context)];
}

function listFiles({ workspace }: PhaseContext): AgentTool {
  return defineTool({
    name: 'list_files',
    description: `Lists the repository's text files whose path begins with a prefix, at most ${mostPaths}. Ignored and vendored folders are left out.`,
    input: z.strictObject({ prefix: z.string().describe('For example "services/api/"; empty for all.') }),
    repeatable: true,
    run: async ({ prefix }) => {
      const found = (await workspace.scan()).paths.filter((path) => path.startsWith(prefix.replace(/^\.?\//, '')));
      const more = found.length > mostPaths ? [`… and ${found.length - mostPaths} more`] : [];
      return found.length === 0 ? 'No file begins so.' : [...found.slice(0, mostPaths), ...more].join('\n');
    },
  });
}

function readFile({ workspace }: PhaseContext): AgentTool {
  return defineTool({
    name: 'read_file',
    description: `Returns lines of a text file of the repository, at most ${mostLines} at once.`,
    input: z.strictObject({
      path: z.string().min(1).describe('Relative to the root of the repository.'),
      from_line: z.int().min(1).optional().describe('Default: 1.'),
    }),
    repeatable: true,
    run: async ({ path, from_line: from = 1 }) => {
      const text = await textOf(path, await workspace.scan(), workspace);
      const lines = text.split('\n');
      const shown = lines.slice(from - 1, from - 1 + mostLines);
      const rest = lines.length - (from - 1) - shown.length;
      return rest > 0
        ? [...shown, `… ${rest} more lines; from_line ${from + shown.length} goes on`].join('\n')
        : shown.join('\n');
    },
  });
}

function searchFiles({ workspace }: PhaseContext): AgentTool {
  return defineTool({
    name: 'search_files',
    description: `Finds lines that hold a text, as path:line: text, at most ${mostMatches}. No pattern: the text as it is, upper and lower case alike.`,
    input: z.strictObject({
      text: z.string().min(2).max(200),
      prefix: z.string().optional().describe('Only files whose path begins so.'),
    }),
    repeatable: true,
    run: async ({ text, prefix = '' }) => {
      const matches = findLines(await workspace.scan(), text.toLowerCase(), prefix);
      return matches.length === 0 ? 'Nothing holds that text.' : matches.join('\n');
    },
  });
}

function lookAtFindings({ workspace }: PhaseContext): AgentTool {
  return defineTool({
    name: 'look_at_findings',
    description: "Runs the program's verifiers over infrastructure files, and returns what they find wrong.",
    input: z.strictObject({ paths: z.array(z.string()).describe('Empty: all infrastructure files.') }),
    repeatable: true,
    run: async ({ paths }) => {
      const tree = await workspace.scan();
      const { findings, skipped, judged } = await verifyFiles(
        tree,
        paths.length === 0 ? findInfrastructureFiles(tree) : paths,
      );
      return [
        ...findings.map(describeFinding),
        ...skipped.map(({ path, verifier, reason }) => `${path}: ${verifier} skipped: ${reason}`),
        `${judged.length} files judged, ${findings.length} findings.`,
      ].join('\n');
    },
  });
}

/** @throws {ToolRefusal} for files that hold secrets; {Error} where there is no text. */
export async function textOf(path: string, tree: FileTree, workspace: PhaseContext['workspace']): Promise<string> {
  if (holdsSecrets(path)) throw new ToolRefusal(`${path} is a file for secrets, and stays closed.`);
  // what git ignores is not in the tree: build output is big, and ignored files are where people keep secrets
  const text = tree.has(path) ? await workspace.read(path) : undefined;
  if (text === undefined)
    throw new Error(`There is no text file ${path} in the repository; list_files shows those that are.`);
  return text;
}

function findLines(tree: FileTree, wanted: string, prefix: string): string[] {
  const matches: string[] = [];
  for (const path of tree.paths) {
    if (!path.startsWith(prefix) || holdsSecrets(path)) continue;
    const text = tree.read(path);
    if (text === undefined || !text.toLowerCase().includes(wanted)) continue;
    for (const [index, line] of text.split('\n').entries()) {
      if (!line.toLowerCase().includes(wanted)) continue;
      matches.push(`${path}:${index + 1}: ${line.trim().slice(0, longestLine)}`);
      if (matches.length === mostMatches) return [...matches, '… and more; give a longer text or a prefix'];
    }
  }
  return matches;
}
