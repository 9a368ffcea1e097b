import { isMapping } from '../yaml/values.js';

/** The part of JSON schema (draft-07) that our schemas use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly minProperties?: number;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

export interface SchemaProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export interface SchemaOptions {
  /** True for a text that stands for something else until it is interpolated (`${PORT}`): any type is right then. */
  readonly isDeferred?: (text: string) => boolean;
}

/** Deeper than any schema here goes; guards against values nested without end. */
const maximumDepth = 64;

/** Compares data with a schema; for alternatives, the problems of the nearest one are told. */
export function checkSchema(root: JsonSchema, value: unknown, options: SchemaOptions = {}): readonly SchemaProblem[] {
  return new SchemaWalk(root, options).check(root, value, []);
}

class SchemaWalk {
  readonly #root: JsonSchema;
  readonly #isDeferred: (text: string) => boolean;

  constructor(root: JsonSchema, options: SchemaOptions) {
    this.#root = root;
    this.#isDeferred = options.isDeferred ?? (() => false);
  }

  check(schema: JsonSchema, value: unknown, path: SchemaProblem['path']): SchemaProblem[] {
    if (path.length > maximumDepth) return [{ path, message: 'is nested too deeply' }];
    if (typeof value === 'string' && this.#isDeferred(value)) return [];
    if (schema.$ref !== undefined) return this.check(this.#resolve(schema.$ref), value, path);
    const wrongType = this.#type(schema, value);
    if (wrongType) return [{ path, message: wrongType }];
    return [
      ...scalarProblems(schema, value).map((message) => ({ path, message })),
      ...(Array.isArray(value) ? this.#list(schema, value, path) : []),
      ...(isMapping(value) ? this.#mapping(schema, value, path) : []),
      ...this.#alternatives(schema, value, path),
    ];
  }

  #resolve(reference: string): JsonSchema {
    const name = reference.replace('#/definitions/', '');
    return this.#root.definitions?.[name] ?? {};
  }

  #type(schema: JsonSchema, value: unknown): string | undefined {
    if (schema.type === undefined) return undefined;
    const allowed = typeof schema.type === 'string' ? [schema.type] : schema.type;
    return allowed.some((type) => hasType(type, value)) ? undefined : `must be ${allowed.join(' or ')}`;
  }

  #list(schema: JsonSchema, value: readonly unknown[], path: SchemaProblem['path']): SchemaProblem[] {
    const problems: SchemaProblem[] = [];
    if (schema.minItems !== undefined && value.length < schema.minItems)
      problems.push({ path, message: 'has too few items' });
    if (schema.maxItems !== undefined && value.length > schema.maxItems)
      problems.push({ path, message: 'has too many items' });
    if (schema.uniqueItems) {
      const seen = new Set<string>();
      const twice = value.findIndex((item) => seen.size === seen.add(JSON.stringify(item)).size);
      if (twice >= 0) problems.push({ path: [...path, twice], message: 'stands there twice' });
    }
    const { items } = schema;
    return items
      ? [...problems, ...value.flatMap((item, index) => this.check(items, item, [...path, index]))]
      : problems;
  }

  #mapping(schema: JsonSchema, value: Readonly<Record<string, unknown>>, path: SchemaProblem['path']): SchemaProblem[] {
    const problems: SchemaProblem[] = (schema.required ?? [])
      .filter((name) => !Object.hasOwn(value, name))
      .map((name) => ({ path, message: `needs '${name}'` }));
    if (schema.minProperties !== undefined && Object.keys(value).length < schema.minProperties) {
      problems.push({ path, message: 'is empty' });
    }
    for (const [key, item] of Object.entries(value)) problems.push(...this.#property(schema, key, item, path));
    return problems;
  }

  #property(schema: JsonSchema, key: string, item: unknown, path: SchemaProblem['path']): SchemaProblem[] {
    const at = [...path, key];
    const own = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    const patterns = Object.entries(schema.patternProperties ?? {}).filter(([pattern]) =>
      new RegExp(pattern).test(key),
    );
    const matched = [...(own ? [own] : []), ...patterns.map(([, matching]) => matching)];
    if (matched.length > 0) return matched.flatMap((matching) => this.check(matching, item, at));
    if (schema.additionalProperties === false)
      return [{ path: at, message: `unknown key '${key}'${suggest(key, schema)}` }];
    if (typeof schema.additionalProperties === 'object') return this.check(schema.additionalProperties, item, at);
    return [];
  }

  #alternatives(schema: JsonSchema, value: unknown, path: SchemaProblem['path']): SchemaProblem[] {
    const problems = (schema.allOf ?? []).flatMap((part) => this.check(part, value, path));
    for (const choices of [schema.oneOf, schema.anyOf]) {
      if (!choices) continue;
      const results = choices.map((choice) => this.check(choice, value, path));
      if (results.some((result) => result.length === 0)) continue;
      problems.push(...(nearest(results, path) ?? []));
    }
    return problems;
  }
}

/** The alternative whose problems lie deepest: the one that was meant. All at the top: one message for all. */
function nearest(results: readonly SchemaProblem[][], path: SchemaProblem['path']): SchemaProblem[] | undefined {
  const depth = (problems: readonly SchemaProblem[]) => Math.max(...problems.map((problem) => problem.path.length));
  const inside = results.filter((result) => depth(result) > path.length);
  if (inside.length > 0) return inside.sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
  const messages = [...new Set(results.flatMap((result) => result.map(({ message }) => message)))];
  return [{ path, message: messages.join(', or ') }];
}

function scalarProblems(schema: JsonSchema, value: unknown): string[] {
  const problems: string[] = [];
  if (schema.enum && !schema.enum.includes(value))
    problems.push(`must be one of ${schema.enum.map(String).join(', ')}`);
  if (schema.const !== undefined && schema.const !== value) problems.push(`must be ${JSON.stringify(schema.const)}`);
  if (typeof value === 'string') {
    if (schema.pattern !== undefined && value.length <= 4096 && !new RegExp(schema.pattern).test(value)) {
      problems.push(`does not have the expected form (${schema.pattern})`);
    }
    if (schema.minLength !== undefined && value.length < schema.minLength) problems.push('is empty or too short');
  }
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum) problems.push(`must be at least ${schema.minimum}`);
    if (schema.maximum !== undefined && value > schema.maximum) problems.push(`must be at most ${schema.maximum}`);
  }
  return problems;
}

function hasType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isMapping(value);
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  return typeof value === type;
}

function suggest(key: string, schema: JsonSchema): string {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  const near = Object.keys(schema.properties ?? {}).find((name) => oneEditApart(plain(name), plain(key)));
  return near === undefined ? '' : `; '${near}' is meant perhaps`;
}

function oneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const rests = [
    [a.slice(start + 1), b.slice(start + 1)],
    [a.slice(start + 1), b.slice(start)],
    [a.slice(start), b.slice(start + 1)],
  ];
  return a === b || rests.some(([left, right]) => left === right);
}
