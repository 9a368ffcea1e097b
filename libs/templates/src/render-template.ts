import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { quoteHelpers } from './quote-helpers.js';
import { promptText, quoteUntrusted } from './quote-untrusted.js';

const filesFolder = new URL('../files/', import.meta.url);
const engine = Handlebars.create();
engine.registerHelper(quoteHelpers);
engine.registerHelper({ untrusted: quoteUntrusted, prompt: promptText });
const compiled = new Map<string, HandlebarsTemplateDelegate>();

/**
 * Renders `files/<name>.hbs` with values that were computed before: templates hold loops and ifs only.
 * Every value that enters YAML, JSON or shell goes through a quoting helper (`y`, `yb`, `json`, `sh`).
 *
 * @throws {Error} when a value that the template names is missing.
 */
export function renderTemplate(name: string, context: object): string {
  let template = compiled.get(name);
  if (template === undefined) {
    const source = readFileSync(new URL(`${name}.hbs`, filesFolder), 'utf8');
    template = engine.compile(source, { strict: true, noEscape: true, preventIndent: true });
    compiled.set(name, template);
  }
  return `${template(context).trimEnd()}\n`;
}
