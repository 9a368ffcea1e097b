import { redactSecrets, visibleText } from '@devops-orchestrator/contracts';

/** Tags that prompts are built with: a text that is put between them can neither close nor open one. */
const ownTags = /<(?=\s*\/?\s*(?:untrusted|instruction)\b)/gi;

/** A text of others for a prompt: between tags that it cannot leave, nothing in it hidden, no secret in it. */
export function quoteUntrusted(name: string, text: string): string {
  const label = promptText(name)
    .replaceAll(/[\s"<>]+/g, ' ')
    .trim();
  return `<untrusted name="${label}">\n${promptText(text).trimEnd()}\n</untrusted>`;
}

/** A text as it may stand in a prompt: it closes no tag, nothing in it is hidden, no secret is in it. */
export function promptText(text: string): string {
  return visibleText(redactSecrets(text.replaceAll('\r\n', '\n'))).replaceAll(ownTags, '&lt;');
}
