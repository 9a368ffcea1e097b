import { machineCapabilities } from '@devops-orchestrator/verification';
import { openRepository } from '../open-repository.js';
import type { CommandOptions } from '../options.js';
import { signalsOfProcess } from '../signals.js';
import { printJson, printText } from '../terminal/print.js';
import { styleFor } from '../terminal/style.js';

/** Prints which tools are here and what each can prove. */
export async function doctorCommand({ repo, json }: CommandOptions): Promise<number> {
  const { commands } = openRepository(repo, signalsOfProcess(), () => undefined);
  const tools = await machineCapabilities(commands);
  const sandbox = await commands.sandbox();
  if (json === true) {
    printJson({ schemaVersion: 1, node: process.version, tools, sandbox });
    return 0;
  }
  const style = styleFor(process.stdout);
  const lines = tools.map(({ name, available, version, reason, proves }) =>
    available
      ? `${style.green('✓')} ${name.padEnd(14)} ${(version ?? '').padEnd(12)} ${proves}`
      : `${style.dim('–')} ${name.padEnd(14)} ${style.dim(`${reason ?? 'not found'}; would prove: ${proves}`)}`,
  );
  const boxed = sandbox.sandboxed
    ? `${style.green('✓')} ${'sandbox'.padEnd(14)} ${''.padEnd(12)} checks see the repository alone (bubblewrap)`
    : `${style.dim('–')} ${'sandbox'.padEnd(14)} ${style.dim(`${sandbox.reason}; checks run as you do`)}`;
  printText(process.stdout, [`Node.js ${process.version}`, ...lines, boxed].join('\n'));
  return 0;
}
