/**
 * An abort signal that the terminal's and the system's signals trigger, and a reader of the output that goes away; a
 * second signal ends the process at once.
 */
export function signalsOfProcess(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
      controller.abort(name);
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      controller.abort('SIGPIPE');
    });
  }
  return controller.signal;
}
