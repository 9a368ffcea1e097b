import pc from 'picocolors';

/** Colours on a terminal only; `NO_COLOR` always wins. Nx sets FORCE_COLOR for what it starts, so a terminal is asked for. */
export function styleFor(stream: NodeJS.WriteStream) {
  return pc.createColors(stream.isTTY === true && !('NO_COLOR' in process.env));
}
export type Style = ReturnType<typeof styleFor>;
