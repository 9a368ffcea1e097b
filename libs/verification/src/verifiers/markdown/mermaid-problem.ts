import DOMPurify from 'dompurify';
import type mermaidModule from 'mermaid';

type Mermaid = typeof mermaidModule;

let mermaid: Mermaid | undefined;

/** Where a text stops being a Mermaid diagram; undefined when it parses. Needs no browser: nothing is drawn. */
export async function mermaidProblem(text: string): Promise<{ line: number; message: string } | undefined> {
  mermaid ??= await loadMermaid();
  try {
    await mermaid.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : 'it does not parse';
    const line = Number(/line (\d+)/i.exec(message)?.[1] ?? 1);
    return { line, message: `The diagram does not parse: ${message.split('\n')[0] ?? ''}.` };
  }
}

/** Parsing some diagrams sanitises their labels, which needs a DOM; labels that nobody draws need no sanitising. */
async function loadMermaid(): Promise<Mermaid> {
  Object.assign(DOMPurify, { addHook() {}, removeHook() {}, removeAllHooks() {}, sanitize: String });
  const loaded = await import('mermaid');
  return loaded.default;
}
