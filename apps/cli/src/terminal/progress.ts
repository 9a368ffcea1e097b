import { type CheckResult, type RunEvent, visibleText } from '@devops-orchestrator/contracts';
import { printText } from './print.js';
import { styleFor } from './style.js';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const phaseNumber = { pm: 1, devops: 2, docs: 3 } as const;

export interface Progress {
  tell(event: RunEvent): void;
  /** Removes the live line; nothing is drawn afterwards. */
  close(): void;
}

/** Tells on standard error what happens: plain lines, and on a terminal one live line for what is running. */
export function showProgress(stream: NodeJS.WriteStream, details: boolean): Progress {
  const style = styleFor(stream);
  const live = liveLine(stream);
  const say = (line: string): void => {
    live.clear();
    printText(stream, line);
  };
  const tellCheck = (result: CheckResult): void => {
    const mark = { passed: style.green('✓'), failed: style.red('✗'), skipped: style.dim('–') }[result.verdict];
    const reason = result.reason === undefined ? '' : ` ${result.verdict}: ${result.reason}`;
    say(`    ${mark} ${result.id}${reason} ${style.dim(`$ ${firstLine(result.command)}`)}`);
    if ((details || result.verdict === 'failed') && result.output !== '') say(indent(result.output, '      '));
  };
  return {
    tell(event) {
      switch (event.type) {
        case 'phase-started':
          return say(style.bold(`Phase ${phaseNumber[event.phase]}/3 ${event.agent}`));
        case 'analysis-finished':
          return say(`  found ${count(event.components, 'component')}, ${count(event.services, 'backing service')}`);
        case 'plan-written':
          say(`  plan .claude/tasks/${event.feature}/ (${count(event.tasks.length, 'task')})`);
          return event.tasks.forEach(({ file, title }) => say(`    ${file}  ${style.dim(title)}`));
        case 'task-started':
          return say(`  Task ${event.index}/${event.total} ${event.title}`);
        case 'file-written':
          return event.change === 'unchanged' ? undefined : say(`    ${event.change} ${event.path}`);
        case 'check-started':
          return live.show(`    ${event.id}  ${firstLine(event.command)}`);
        case 'check-finished':
          return tellCheck(event.result);
        case 'committed':
          return say(`  ${style.green('✓')} commit ${event.sha.slice(0, 8)} ${event.message}`);
        case 'agent':
          return tellAgent(event, say, live.show);
        case 'note':
          return say(`  ${event.message}`);
        case 'task-finished':
        case 'phase-finished':
          return live.clear();
      }
    },
    close: () => live.clear(),
  };
}

/** Which tools a model uses, what was refused, and what it waits for; its words are not evidence, and stay out. */
function tellAgent(
  { role, event }: Extract<RunEvent, { type: 'agent' }>,
  say: (line: string) => void,
  show: (line: string) => void,
): void {
  if (event.type === 'tool-started') show(`    ${role} uses ${event.tool}`);
  if (event.type === 'tool-finished' && event.status === 'refused')
    say(`    ${role}: a call of ${event.tool} was refused`);
  if (event.type === 'retrying') say(`    ${event.reason} Trying again in ${Math.ceil(event.delayMs / 1000)} s.`);
}

function liveLine(stream: NodeJS.WriteStream) {
  let timer: NodeJS.Timeout | undefined;
  const clear = (): void => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    stream.write('\r\u001b[K');
  };
  const show = (text: string): void => {
    if (stream.isTTY !== true) return;
    clear();
    const started = Date.now();
    let frame = 0;
    const draw = (): void => {
      const seconds = Math.floor((Date.now() - started) / 1000);
      const line = `${frames[frame % frames.length] ?? ''} ${visibleText(text.trim())} ${seconds} s`;
      stream.write(`\r\u001b[K    ${line.slice(0, Math.max(20, stream.columns - 6))}`);
      frame += 1;
    };
    draw();
    timer = setInterval(draw, 120);
    timer.unref();
  };
  return { clear, show };
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function firstLine(text: string): string {
  const [line = '', ...rest] = text.split('\n');
  return rest.length === 0 ? line : `${line} …`;
}

function indent(text: string, by: string): string {
  return text
    .split('\n')
    .map((line) => `${by}${line}`)
    .join('\n');
}
