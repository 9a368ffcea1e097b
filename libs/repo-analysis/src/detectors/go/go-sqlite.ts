import { joinPath } from '../../repository-view.js';
import { matchSource } from '../../source/source-file.js';
import type { GoProgram } from './go-programs.js';
import type { GoTraits } from './go-traits.js';

/** Directories of SQLite files that the program names, relative to the component. */
export function sqliteDirectories(program: GoProgram): string[] {
  return [...new Set(sqlitePaths(program).map((path) => joinPath(path, '..') ?? '.'))].sort();
}

function sqlitePaths(program: GoProgram): string[] {
  const files = program.sources.flatMap((source) =>
    matchSource(
      source,
      /"(?:file:)?(?:\.\/)?((?:[\w-]{1,60}\/){0,4}[\w-]{1,60}\.(?:db|sqlite3?))(?:\?[^"\n]{0,200})?"/g,
    ),
  );
  return [...new Set(files.map((match) => match.groups[0] ?? ''))].sort();
}

/** The trait for files in the program's own directory, which cannot be a volume. */
export function linkedFiles(program: GoProgram, directories: readonly string[]): Pick<GoTraits, 'sqliteFiles'> {
  const beside = directories.includes('.') ? sqlitePaths(program).filter((path) => !path.includes('/')) : [];
  return beside.length === 0 ? {} : { sqliteFiles: beside.join(' ') };
}
