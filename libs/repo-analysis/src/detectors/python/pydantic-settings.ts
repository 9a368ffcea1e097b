import type { EnvironmentRead } from '../../environment/collect-environment.js';
import { literal } from './python-environment.js';
import { sourceText, statementEvidence } from './python-project.js';
import type { PythonProject, PythonSource } from './python-project.js';
import type { PythonStatement } from './python-statements.js';

interface SettingsClass {
  source: PythonSource;
  body: readonly PythonStatement[];
  prefix: string;
}

/** Variables that pydantic settings classes read: their fields, upper case, with prefix, alias and default. */
export function pydanticReads(project: PythonProject): EnvironmentRead[] {
  return settingsClasses(project).flatMap(({ source, body, prefix }) => {
    const indent = body[0]?.indent ?? 0;
    return body
      .filter((statement) => statement.indent === indent)
      .flatMap((statement) => fieldReads(source, statement, prefix));
  });
}

function fieldReads(source: PythonSource, statement: PythonStatement, prefix: string): EnvironmentRead[] {
  const [, field, annotation = '', , value] =
    /^\s*([A-Za-z]\w{0,100})\s*:\s*([^=]{1,300}?)\s*(=\s*(.*))?$/.exec(statement.text) ?? [];
  if (field === undefined || field === 'model_config' || annotation.startsWith('ClassVar')) return [];
  const explicit = /\b(?:validation_alias|alias|env)\s*=\s*(?:AliasChoices\(\s*)?\[?\s*["'](\w+)["']/.exec(
    value ?? annotation,
  )?.[1];
  const isField = value !== undefined && /^Field\(/.test(value);
  const given = isField
    ? (/\bdefault\s*=\s*(.*)$/.exec(value)?.[1] ?? /^Field\(\s*((?!\.\.\.|[a-z_]+\s*=).*)$/.exec(value)?.[1])
    : value;
  const required = value === undefined || (isField && given === undefined && !value.includes('default_factory'));
  return [
    {
      name: (explicit ?? prefix + field).toUpperCase(),
      required,
      default: literal(given ?? ''),
      evidence: statementEvidence({ source, statement }, `the settings field ${field}`),
    },
  ];
}

/** Classes that derive, through any class of the project, from BaseSettings. */
function settingsClasses(project: PythonProject): SettingsClass[] {
  if (!project.sources.some((source) => sourceText(source).includes('BaseSettings'))) return [];
  const classes = project.sources.flatMap((source) =>
    source.statements.flatMap((statement, at) => {
      const found = /^(\s*)class\s+(\w+)\s*\(([^)]{0,300})\)\s*:/.exec(statement.text);
      return found === null
        ? []
        : [
            {
              source,
              name: found[2] ?? '',
              bases: (found[3] ?? '').split(',').map((base) => base.trim().replace(/^.*\./, '')),
              body: bodyOf(source, at),
            },
          ];
    }),
  );
  const settings = new Set(['BaseSettings']);
  for (let grown = true; grown;) {
    grown = false;
    for (const { name, bases } of classes) {
      if (!settings.has(name) && bases.some((base) => settings.has(base))) {
        settings.add(name);
        grown = true;
      }
    }
  }
  return classes
    .filter(({ bases }) => bases.some((base) => settings.has(base)))
    .map(({ source, body }) => ({ source, body, prefix: prefixOf(body) }));
}

function bodyOf(source: PythonSource, at: number): PythonStatement[] {
  const head = source.statements[at]?.indent ?? 0;
  const rest = source.statements.slice(at + 1);
  const end = rest.findIndex((statement) => statement.indent <= head);
  return end < 0 ? rest : rest.slice(0, end);
}

function prefixOf(body: readonly PythonStatement[]): string {
  for (const statement of body) {
    const found = /\benv_prefix["']?\s*[=:]\s*["'](\w*)["']/.exec(statement.text)?.[1];
    if (found !== undefined) return found;
  }
  return '';
}
