import type { Evidence, RuntimeChoice } from '@devops-orchestrator/contracts';
import { runtimeTables, type RuntimeLine, type RuntimeTable } from '@devops-orchestrator/reference-data';
import { parseVersionRequest, type VersionRequest } from './version-request.js';

/** One place where the project says which runtime version it wants. */
export interface RuntimeStatement {
  stated: string;
  evidence: Evidence;
}

/**
 * Chooses the one version that images, CI and documents use from the project's statements, strongest first.
 *
 * A concrete version is kept as precise as it is stated. A range resolves to the default line when that satisfies it, else
 * to the highest supported line, else to the highest line. Later statements that the choice does not satisfy are conflicts.
 * Without a readable statement it is the table's default line.
 */
export function resolveRuntime(runtime: string, statements: readonly RuntimeStatement[]): RuntimeChoice {
  const table = runtimeTables[runtime] ?? { defaultLine: 'latest', lines: [] };
  const readable = statements.flatMap((statement) => {
    const request = parseVersionRequest(runtime, statement.stated);
    return request === undefined ? [] : [{ ...statement, request }];
  });
  const first = readable[0];
  if (first === undefined) {
    return {
      runtime,
      resolved: table.defaultLine,
      status: statusOf(table, table.defaultLine),
      conflicts: [],
      evidence: [],
    };
  }
  const resolved = resolve(table, first.request);
  const agrees = (request: VersionRequest) => request.accepts(resolved) || request.accepts(newestOf(table, resolved));
  return {
    runtime,
    stated: first.stated.trim().slice(0, 200),
    resolved,
    status: statusOf(table, resolved),
    conflicts: readable
      .slice(1)
      .filter((statement) => !agrees(statement.request))
      .map(({ stated, evidence }) => ({ stated: stated.trim().slice(0, 200), evidence })),
    evidence: readable.filter((statement) => statement === first || agrees(statement.request)).map((s) => s.evidence),
  };
}

function resolve(table: RuntimeTable, request: VersionRequest): string {
  if (request.concrete !== undefined) return request.concrete;
  const satisfying = table.lines.filter((line) => request.accepts(line.latest));
  const preferred =
    satisfying.find((line) => line.line === table.defaultLine) ??
    satisfying.find((line) => line.status !== 'eol') ??
    satisfying[0];
  return preferred?.line ?? request.lowestLine ?? table.defaultLine;
}

/** The newest version of the line that a version or line belongs to; the version itself when its line is not listed. */
function newestOf(table: RuntimeTable, version: string): string {
  const line = lineOf(table, version);
  return line !== undefined && line.line === version ? line.latest : version;
}

function statusOf(table: RuntimeTable, version: string): RuntimeChoice['status'] {
  const line = lineOf(table, version);
  if (line !== undefined) return line.status === 'eol' ? 'end-of-life' : 'supported';
  const oldest = table.lines.at(-1);
  if (oldest === undefined || !/^\d/.test(version)) return 'unknown';
  return compareNumbers(version, oldest.line) < 0 ? 'end-of-life' : 'unknown';
}

function lineOf(table: RuntimeTable, version: string): RuntimeLine | undefined {
  return table.lines.find((line) => version === line.line || version.startsWith(`${line.line}.`));
}

function compareNumbers(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let index = 0; index < right.length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
