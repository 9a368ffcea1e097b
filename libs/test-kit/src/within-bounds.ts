/** What one case may cost. */
export interface Bounds {
  /** Processor time of this process, so that other programs on the machine do not count. */
  milliseconds: number;
}

/**
 * Runs one case of a fuzz test and says what is wrong with it; undefined when it keeps its promises. A case that is too slow is
 * run twice more and judged by its fastest run: the first pays for compilation and for other cases' garbage.
 * @param isExpected tells errors that may be thrown.
 */
export async function problemOf(
  run: () => unknown,
  { milliseconds }: Bounds,
  isExpected: (error: unknown) => boolean = () => false,
): Promise<string | undefined> {
  let fastest = Infinity;
  for (let attempt = 0; attempt < 3 && fastest > milliseconds; attempt += 1) {
    const started = process.cpuUsage();
    try {
      await run();
    } catch (error) {
      if (!isExpected(error))
        return `throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    }
    const { user, system } = process.cpuUsage(started);
    fastest = Math.min(fastest, (user + system) / 1000);
  }
  return fastest > milliseconds ? `takes ${Math.round(fastest)} ms` : undefined;
}
