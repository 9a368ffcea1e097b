import { EngineChoice, OrchestrationRequest, OrchestratorError, VerifyMode } from '@devops-orchestrator/contracts';
import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { FleetName, Priority } from '../documents/fleet.js';

/** More are refused: split the list, and start several fleets. */
export const mostEntries = 10_000;
/** Largest list that is read, in characters. */
export const longestList = 16 * 1024 * 1024;

const settings = {
  request: z.string().min(1).optional(),
  feature: OrchestrationRequest.shape.feature,
  engine: EngineChoice.optional(),
  verify: VerifyMode.optional(),
  branch: z.string().min(1).max(200).optional(),
  commit: z.boolean().optional(),
  priority: Priority.optional(),
};

export const FleetListEntry = z
  .strictObject({
    /** Absent: made from the repository's name. */
    id: FleetName.optional(),
    /** Folder, relative to the list; `*`, `?`, `[…]` and `**` name several. */
    path: z.string().min(1).optional(),
    url: z.string().min(1).optional(),
    ...settings,
  })
  .refine(({ path, url }) => (path === undefined) !== (url === undefined), {
    error: 'expected either "path" or "url"',
  });
export type FleetListEntry = z.infer<typeof FleetListEntry>;

/** The file of a fleet, YAML or JSON. */
export const FleetList = z
  .strictObject({
    schemaVersion: z.literal(1),
    /** Used where an entry says nothing. */
    defaults: z.strictObject(settings).optional(),
    repositories: z
      .array(FleetListEntry)
      .min(1)
      .max(mostEntries, { error: `at most ${mostEntries} repositories` }),
  })
  .meta({ id: 'FleetList' });
export type FleetList = z.infer<typeof FleetList>;

export interface ParsedFleetList {
  list: FleetList;
  /** Line of each entry, from 1. */
  lines: readonly number[];
}

/**
 * Reads a fleet's file.
 *
 * @param path for messages
 * @throws {OrchestratorError} `usage`, with the line of each thing that is wrong
 */
export function parseFleetList(path: string, text: string): ParsedFleetList {
  if (text.length > longestList) {
    throw listError(path, [`expected at most ${longestList} characters, found ${text.length}`]);
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: true, logLevel: 'error' });
  const lineAt = (offset: number | undefined) => lineCounter.linePos(offset ?? 0).line;
  if (document.errors.length > 0) {
    throw listError(
      path,
      document.errors.map(({ pos, message }) => `${lineAt(pos[0])}: ${message.split(/ at line |\n/)[0] ?? ''}`),
    );
  }
  const lineOf = (at: readonly PropertyKey[]) => lineAt(offsetOf(document.contents, at));
  const parsed = FleetList.safeParse(valueOf(document, path));
  if (!parsed.success) {
    throw listError(
      path,
      parsed.error.issues.map((issue) => {
        const where = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
        return `${lineOf(where)}: ${issue.path.map(String).join('.') || 'list'}: ${issue.message}`;
      }),
    );
  }
  return { list: parsed.data, lines: parsed.data.repositories.map((_entry, index) => lineOf(['repositories', index])) };
}

/** A few aliases are convenient; thousands are an attack. */
function valueOf(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw listError(path, [error instanceof Error ? error.message : String(error)]);
  }
}

/** Offset of the deepest node on the way; of a key, where there is one. */
function offsetOf(root: Node | null, at: readonly PropertyKey[]): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  for (const part of at) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!isPair(pair)) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

const shownProblems = 10;

function listError(path: string, problems: readonly string[]): OrchestratorError {
  const more = problems.length > shownProblems ? [`… and ${problems.length - shownProblems} more`] : [];
  const lines = [...problems.slice(0, shownProblems).map((problem) => `${path}:${problem}`), ...more];
  return new OrchestratorError('usage', `The list of the fleet cannot be used:\n${lines.join('\n')}`, {
    hint: 'docs/fleet.md shows the format.',
  });
}
