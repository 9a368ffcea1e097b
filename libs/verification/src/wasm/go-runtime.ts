/** Where Go programs in WebAssembly look for their runtime; two compilers have two that do not fit each other. */
const shared = globalThis as unknown as { Go?: unknown };

const runtimes = new Map<string, unknown>();
let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs a Go program while its own runtime stands at the global name, one program at a time.
 * `load` imports the module that brings the runtime; its value goes to `use`.
 */
export function withGoRuntime<Module, Result>(
  name: string,
  load: () => Promise<Module>,
  use: (module: Module) => Promise<Result>,
): Promise<Result> {
  const turn = queue.then(() => runAlone(name, load, use));
  queue = turn.catch(() => undefined);
  return turn;
}

async function runAlone<Module, Result>(
  name: string,
  load: () => Promise<Module>,
  use: (module: Module) => Promise<Result>,
): Promise<Result> {
  const before = shared.Go;
  try {
    const module = await load();
    if (!runtimes.has(name)) runtimes.set(name, shared.Go);
    shared.Go = runtimes.get(name);
    return await use(module);
  } finally {
    shared.Go = before;
  }
}
