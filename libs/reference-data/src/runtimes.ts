import { languageRuntimes } from './language-runtimes.js';
import type { RuntimeTable } from './runtime-table.js';
import { serverLines } from './server-lines.js';

/** The day for which the status of every line was computed. */
export const runtimeTableDate = '2026-11-22';

/** Release lines by runtime or server name: `node`, `python`, `postgres`, … */
export const runtimeTables: Readonly<Record<string, RuntimeTable>> = { ...languageRuntimes, ...serverLines };
