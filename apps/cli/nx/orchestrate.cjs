'use strict';
const { spawn } = require('node:child_process');
const { join } = require('node:path');

/**
 * Nx executor: starts the CLI with the arguments exactly as typed.
 * Not nx:run-commands, which puts them through a shell: `backticks` and $(...) in --request would be run.
 *
 * @param {{ command: string[], __unparsed__?: string[] }} options
 * @param {{ root: string, cwd: string }} context
 */
module.exports = async function orchestrate(options, context) {
  const main = join(__dirname, '..', 'dist', 'main.js');
  const child = spawn(process.execPath, [main, ...options.command, ...(options.__unparsed__ ?? [])], {
    cwd: context.root,
    stdio: 'inherit',
  });
  process.on('SIGINT', () => undefined); // a terminal's Ctrl-C reaches the child by itself
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve(exitCode ?? 1));
  });
  return { success: code === 0 };
};
