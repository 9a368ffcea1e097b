import type { EnvironmentRead } from '../../environment/collect-environment.js';
import { evidenceOf, matchSource } from '../../source/source-file.js';
import type { SourceFile } from '../../source/source-file.js';

/** Places where Go code reads environment variables: os, helper functions with a default, envconfig and env struct tags. */
export function goEnvironmentReads(sources: readonly SourceFile[]): EnvironmentRead[] {
  return sources.flatMap(readsOf);
}

const readsByFile = new WeakMap<SourceFile, readonly EnvironmentRead[]>();

/** Programs of one module share files: each is read once. */
function readsOf(source: SourceFile): readonly EnvironmentRead[] {
  const known = readsByFile.get(source);
  if (known !== undefined) return known;
  const reads = /env/i.test(source.text)
    ? [...plainReads(source), ...helperReads(source), ...tagReads(source), ...viperReads(source)]
    : [];
  readsByFile.set(source, reads);
  return reads;
}

function plainReads(source: SourceFile): EnvironmentRead[] {
  return matchSource(source, /\bos\.(?:Getenv|LookupEnv)\(\s*["`](\w{1,128})["`]\s*\)/g).map((match) => {
    const name = match.groups[0] ?? '';
    const after = source.text.slice(match.end, match.end + 300);
    return {
      name,
      default: fallbackAfter(source, match.line, after),
      required: failsWithout(after),
      evidence: evidenceOf(match, `reads ${name}`),
    };
  });
}

/** `port := os.Getenv("PORT")` followed by `if port == "" { port = "8080" }`, or `cmp.Or(os.Getenv("X"), "d")`. */
function fallbackAfter(source: SourceFile, line: number, after: string): string | undefined {
  const direct = /^\s*,\s*"([^"\n]{0,200})"\s*\)/.exec(after)?.[1];
  const own = source.lines[line - 1] ?? '';
  if (direct !== undefined && /cmp\.Or\(/.test(own)) return direct;
  const variable = /(\w+)\s*(?::=|=)\s*os\.Getenv/.exec(own)?.[1];
  if (variable === undefined) return undefined;
  return new RegExp(`\\b${variable}\\s*==\\s*""\\s*\\{\\s*${variable}\\s*=\\s*"([^"\\n]{0,200})"`).exec(after)?.[1];
}

/** The next lines stop the program when it is empty. */
function failsWithout(after: string): boolean | undefined {
  return /^\s*(?:;\s*\w+\s*)?\n?\s*if\s+!?\w+(?:\s*==\s*"")?\s*\{\s*(?:log\.(?:Fatal|Panic)|panic\(|return\s+[^{}\n]{0,80}(?:errors\.New|fmt\.Errorf))/.test(
    after,
  )
    ? true
    : undefined;
}

/** `getEnv("PORT", "8080")` of the project's own making. */
function helperReads(source: SourceFile): EnvironmentRead[] {
  const pattern =
    /\b(?:\w+\.)?((?:get|lookup|must|read|load)?_?env\w{0,30}|(?:get|must|read|load)Env\w{0,30}|Get[eE]nv\w{0,30}|MustGetenv)\(\s*"([A-Z][A-Z0-9_]{1,127})"\s*(?:,\s*([^)\n]{1,200}))?\)/g;
  return matchSource(source, pattern)
    .filter((match) => !/^(?:Getenv|LookupEnv|Setenv|Unsetenv)$/.test(match.groups[0] ?? ''))
    .map((match) => {
      const [helper = '', name = '', fallback = ''] = match.groups;
      return {
        name,
        default: literal(fallback),
        required: /^must/i.test(helper) && fallback === '' ? true : undefined,
        evidence: evidenceOf(match, `reads ${name}`),
      };
    });
}

function literal(text: string): string | undefined {
  return (
    /^"([^"]*)"$/.exec(text.trim())?.[1] ??
    /^-?\d{1,18}$/.exec(text.trim())?.[0] ??
    /^(?:true|false)$/.exec(text.trim())?.[0]
  );
}

/** `env:"PORT" envDefault:"8080"` (caarlos0), `env:"PORT,default=8080"` (sethvargo), `envconfig:"PORT" default:"8080"`, cleanenv. */
function tagReads(source: SourceFile): EnvironmentRead[] {
  return matchSource(source, /`([^`\n]{0,300}\b(?:env|envconfig):"[^`\n]{1,300})`/g).flatMap((match) => {
    const tag = match.groups[0] ?? '';
    const [name = '', ...options] = (/\b(?:env|envconfig):"([^"]{1,200})"/.exec(tag)?.[1] ?? '').split(',');
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return [];
    const fallback =
      /\b(?:envDefault|env-default|default):"([^"]{0,200})"/.exec(tag)?.[1] ??
      options.map((option) => /^default=(.*)$/.exec(option)?.[1]).find((value) => value !== undefined);
    const required =
      options.some((option) => /^(?:required|notEmpty)$/.test(option)) ||
      /\b(?:required|env-required|notEmpty):"true"/.test(tag);
    return [
      {
        name,
        default: fallback,
        required: required && fallback === undefined ? true : undefined,
        evidence: evidenceOf(match, `the settings field for ${name}`),
      },
    ];
  });
}

function viperReads(source: SourceFile): EnvironmentRead[] {
  const bound = matchSource(source, /\bviper\.BindEnv\(\s*"[^"\n]{1,120}"\s*,\s*"(\w{1,128})"/g).map((match) => ({
    name: match.groups[0] ?? '',
    evidence: evidenceOf(match, `binds ${match.groups[0] ?? ''}`),
  }));
  return source.text.includes('AutomaticEnv(') ? [...bound, ...automaticReads(source)] : bound;
}

/** With `AutomaticEnv` each key is a variable in capitals, with the prefix; one with dots only through a replacer. */
function automaticReads(source: SourceFile): EnvironmentRead[] {
  const prefix = /\bSetEnvPrefix\(\s*"(\w{1,60})"/.exec(source.text)?.[1];
  const replaces = source.text.includes('SetEnvKeyReplacer(');
  return matchSource(
    source,
    /\b\w{1,20}\.(?:SetDefault|Get(?:String|Int|Int64|Bool|Duration|Float64)?)\(\s*"([A-Za-z][\w.-]{0,120})"\s*(?:,\s*([^)\n]{1,200}))?\)/g,
  ).flatMap((match) => {
    const [key = '', fallback = ''] = match.groups;
    if (/[.-]/.test(key) && !replaces) return [];
    const name = [...(prefix === undefined ? [] : [prefix]), key].join('_').replace(/[.-]/g, '_').toUpperCase();
    return [{ name, default: literal(fallback), evidence: evidenceOf(match, `reads ${name} through viper`) }];
  });
}
