/** Ends with the status once standard output is drained; a closed pipe (EPIPE) is no failure of ours. */
export function exitWith(status: number): void {
  process.exitCode = status;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(status);
      throw error;
    });
  }
}
