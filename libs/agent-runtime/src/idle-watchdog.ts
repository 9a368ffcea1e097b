import type { Middleware } from '@anthropic-ai/sdk';

/**
 * Ends a request on which nothing comes for `idleMs`: neither an answer nor the next bytes of one. The SDK's own timeout
 * ends with the headers, so a stream that falls silent would hang for ever.
 */
export function idleWatchdog(idleMs: number): Middleware {
  return async (request, next) => {
    const stop = new AbortController();
    const signals = [request.signal, stop.signal].filter((signal) => signal != null);
    const stalled = new Error(`nothing came for ${Math.round(idleMs / 100) / 10} s`);
    const timer = setTimeout(() => stop.abort(stalled), idleMs);
    try {
      const response = await next({ ...request, signal: AbortSignal.any(signals) });
      if (response.body === null) return response;
      return new Response(watched(response.body, idleMs, stalled), response);
    } catch (error) {
      throw stop.signal.aborted ? stalled : error;
    } finally {
      clearTimeout(timer);
    }
  };
}

function watched(body: ReadableStream<Uint8Array>, idleMs: number, stalled: Error): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let timer: NodeJS.Timeout | undefined;
      const silence = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(stalled), idleMs);
      });
      try {
        const { done, value } = await Promise.race([reader.read(), silence]);
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        // closes the connection
        reader.cancel(error).catch(() => undefined);
        controller.error(error);
      } finally {
        clearTimeout(timer);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
