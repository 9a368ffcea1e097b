import { redactSecrets, secretValues, visibleText } from '@devops-orchestrator/contracts';

const colour = /(\u001b\[\d{1,3}m)/;

/** Writes text for people and ends it with a line feed: no secret, and no character that the reader would not see. */
export function printText(stream: NodeJS.WriteStream, text: string): void {
  const known = redactSecrets(text.replaceAll('\r\n', '\n'), secretValues(process.env));
  // only a terminal gets colours, so elsewhere an escape sequence is somebody else's
  const parts = stream.isTTY ? known.split(colour) : [known];
  stream.write(`${parts.map((part, index) => (index % 2 === 1 ? part : visibleText(part))).join('')}\n`);
}

/** Writes one JSON document to standard output: no secret in any of its texts, and no invisible character as it is. */
export function printJson(value: unknown): void {
  const known = secretValues(process.env);
  const text = JSON.stringify(
    value,
    (_, part: unknown) => (typeof part === 'string' ? redactSecrets(part, known) : part),
    2,
  );
  process.stdout.write(`${visibleText(text)}\n`);
}
