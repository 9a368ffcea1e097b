'use strict';
const { spawn } = require('node:child_process');
const { join } = require('node:path');

/**
 * Nx executor: starts the CLI with the arguments exactly as typed, where the user stands.
 * Not nx:run-commands, which puts them through a shell: `backticks` and $(...) in --request would be run.
 *
 * @param {{ command: string[], __unparsed__?: string[] }} options
 * @param {{ root: string, cwd: string }} context
 */
module.exports = async function orchestrate(options, context) {
  const main = join(__dirname, '..', 'dist', 'main.js');
  const child = spawn(process.execPath, [main, ...options.command, ...(options.__unparsed__ ?? [])], {
    cwd: context.cwd,
    stdio: 'inherit',
  });
  // A terminal's signals reach the child by themselves; Nx leaves at once, so the child is told about the others.
  process.on('SIGINT', () => undefined);
  for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve(exitCode ?? 1));
  });
  return { success: code === 0 };
};
