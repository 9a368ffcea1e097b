import type { Route } from './health-route.js';
import { resolveImport } from './python-modules.js';
import { matchStatements, statementEvidence } from './python-project.js';
import type { PythonProject, PythonSource, StatementMatch } from './python-project.js';

/** GET routes that decorators declare (Flask, FastAPI, Starlette, Sanic, Quart), with the prefixes of their routers. */
export function decoratedRoutes(project: PythonProject): Route[] {
  const routers = new Routers(project);
  const decorators = matchStatements(
    project,
    /^\s*@([A-Za-z_][\w.]*)\.(get|head|route|api_route)\(\s*(?:path\s*=\s*|rule\s*=\s*)?[rf]?["']([^"']{0,200})["'](.*)$/,
  );
  const added = matchStatements(
    project,
    /\b([A-Za-z_]\w*)\.(add_api_route|add_url_rule|add_route|add_get)\(\s*r?["']([^"']{0,200})["'](.*)$/,
  );
  const constructed = matchStatements(project, /\b(Route|web\.get)\(\s*r?["']([^"']{0,200})["']/);
  return [
    ...[...decorators, ...added].flatMap((match) => {
      const [router = '', verb = '', path = '', rest = ''] = match.groups;
      if (/methods\s*=/.test(rest) && !/["'](?:GET|get)["']/.test(rest)) return [];
      const evidence = statementEvidence(match, `answers ${verb === 'head' ? 'HEAD' : 'GET'} ${path || '/'}`);
      const whole = /\(\s*(?:path\s*=\s*|rule\s*=\s*)?f["']/.test(match.statement.text)
        ? routers.interpolated(path)
        : path;
      if (whole === undefined) return [];
      return routers.prefixesOf(match.source, router).map((prefix) => ({ path: joinRoute(prefix, whole), evidence }));
    }),
    ...constructed.map((match) => ({
      path: match.groups[1] ?? '/',
      evidence: statementEvidence(match, `answers GET ${match.groups[1] ?? '/'}`),
    })),
  ];
}

/** Routers and blueprints with the prefixes under which the application includes them. */
class Routers {
  readonly #project: PythonProject;
  readonly #declared: readonly StatementMatch[];
  readonly #included: readonly {
    parent: string;
    source: PythonSource;
    child: string;
    prefix: string | undefined;
    overrides: boolean;
  }[];

  constructor(project: PythonProject) {
    this.#project = project;
    this.#declared = matchStatements(
      project,
      /^\s*([A-Za-z_]\w*)\s*(?::\s*[\w.]+\s*)?=\s*(?:[A-Za-z_]\w*\.)?(?:\w*Router|\w*Blueprint)\((.*)$/,
    );
    this.#included = matchStatements(
      project,
      /\b([A-Za-z_]\w*)\.(include_router|register_blueprint|blueprint|mount)\(\s*(?:router\s*=\s*)?(?:["']([^"']{0,200})["']\s*,\s*)?([A-Za-z_][\w.]*)(.*)$/,
    ).map(({ source, groups: [parent = '', call = '', mounted = '', child = '', rest = ''] }) => ({
      parent,
      source,
      child,
      prefix: call === 'mount' ? mounted : this.#prefixIn(rest),
      overrides: call === 'register_blueprint' && /url_prefix\s*=/.test(rest),
    }));
  }

  /** Every full prefix of the router that `name` means in `source`; empty when a prefix cannot be told. */
  prefixesOf(source: PythonSource, name: string, depth = 0): string[] {
    if (depth > 6) return [];
    const declaration = this.#declared.find((match) => match.source === source && match.groups[0] === name);
    const own = declaration === undefined ? '' : this.#prefixIn(declaration.groups[1] ?? '');
    if (own === undefined) return [];
    if (declaration === undefined) {
      // The router may be declared in one module, and its routes in others that import it.
      const elsewhere = this.#resolve(source, name, 0);
      return elsewhere === undefined || elsewhere.source === source
        ? ['']
        : this.prefixesOf(elsewhere.source, elsewhere.name, depth + 1);
    }
    const inclusions = this.#included.filter((inclusion) =>
      this.#means(inclusion.source, inclusion.child, source, name),
    );
    if (inclusions.length === 0) return [own];
    return inclusions.flatMap((inclusion) =>
      inclusion.prefix === undefined
        ? []
        : this.prefixesOf(inclusion.source, inclusion.parent, depth + 1).map((prefix) =>
            joinRoute(joinRoute(prefix, inclusion.prefix ?? ''), inclusion.overrides ? '' : own),
          ),
    );
  }

  /** The value of `prefix=` or `url_prefix=`; '' when there is none, undefined when it cannot be told. */
  #prefixIn(rest: string): string | undefined {
    const found = /\b(?:url_)?prefix\s*=\s*(?:f?r?["']([^"']{0,200})["']|([A-Za-z_][\w.]*))/.exec(rest);
    if (found === null) return '';
    if (found[1] !== undefined) return found[1].includes('{') ? this.interpolated(found[1]) : found[1];
    return this.#constant(found[2] ?? '');
  }

  /** An f-string with the constants of the project filled in; undefined when one cannot be told. */
  interpolated(text: string): string | undefined {
    let unknown = false;
    const value = text.replace(/\{([A-Za-z_][\w.]*)\}/g, (_, name: string) => {
      const constant = this.#constant(name);
      if (constant === undefined) unknown = true;
      return constant ?? '';
    });
    return unknown || value.includes('{') ? undefined : value;
  }

  #constant(dotted: string): string | undefined {
    const name = dotted.slice(dotted.lastIndexOf('.') + 1);
    const [match] = matchStatements(
      this.#project,
      new RegExp(
        `^\\s*${name}\\s*(?::\\s*[\\w.\\[\\]]+\\s*)?=\\s*(?:Field\\(\\s*)?(?:default\\s*=\\s*)?["']([^"']{0,200})["']`,
      ),
    );
    return match?.groups[0];
  }

  /** True when `expression` in `from` names the router `name` of `target`. */
  #means(from: PythonSource, expression: string, target: PythonSource, name: string): boolean {
    const found = this.#resolve(from, expression, 0);
    return found?.source === target && found.name === name;
  }

  /** Follows imports, and packages that pass a name on, to the module that declares it. */
  #resolve(from: PythonSource, expression: string, depth: number): { source: PythonSource; name: string } | undefined {
    const [head = '', ...tail] = expression.split('.');
    if (depth > 4) return undefined;
    if (tail.length === 0 && this.#declared.some((match) => match.source === from && match.groups[0] === head)) {
      return { source: from, name: head };
    }
    for (const statement of from.statements) {
      const found = this.#throughImport(from, statement.text, expression, depth);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #throughImport(
    from: PythonSource,
    text: string,
    expression: string,
    depth: number,
  ): { source: PythonSource; name: string } | undefined {
    const [head = '', ...tail] = expression.split('.');
    const attribute = tail.at(-1) ?? head;
    const named = /^\s*from\s+(\.*[\w.]*)\s+import\s+(.+)$/.exec(text);
    if (named !== null) {
      const item = importedItem(named[2] ?? '', head);
      if (item === undefined) return undefined;
      const base = named[1] ?? '';
      const submodule = resolveImport(this.#project, from, base.endsWith('.') ? base + item : `${base}.${item}`);
      if (tail.length > 0) return submodule === undefined ? undefined : this.#resolve(submodule, attribute, depth + 1);
      const module = resolveImport(this.#project, from, base);
      return module === undefined || module === from ? undefined : this.#resolve(module, item, depth + 1);
    }
    const plain = /^\s*import\s+([\w.]+)(?:\s+as\s+(\w+))?/.exec(text);
    if (plain === null || expression !== `${plain[2] ?? plain[1] ?? ''}.${attribute}`) return undefined;
    const module = resolveImport(this.#project, from, plain[1] ?? '');
    return module === undefined ? undefined : this.#resolve(module, attribute, depth + 1);
  }
}

/** What `import a, b as c` binds to `local`. */
function importedItem(list: string, local: string): string | undefined {
  for (const part of list.replace(/[()]/g, '').split(',')) {
    const [, item, alias] = /^\s*(\w+)(?:\s+as\s+(\w+))?\s*$/.exec(part) ?? [];
    if (item !== undefined && (alias ?? item) === local) return item;
  }
  return undefined;
}

function joinRoute(prefix: string, path: string): string {
  const joined = `${prefix.replace(/\/$/, '')}/${path.replace(/^\//, '')}`.replace(/\/{2,}/g, '/');
  return path === '' ? prefix : joined;
}
