import ignore from 'ignore';

type Matcher = ReturnType<typeof ignore>;

/** The rules of one `.gitignore` and those of the folders above it. */
export interface IgnoreRules {
  /** Folder of the file, relative to the root; empty for the root. */
  folder: string;
  matcher: Matcher;
  parent: IgnoreRules | undefined;
}

const maximumRules = 5000;

/** Adds the rules of a folder's `.gitignore` to those of the folders above. */
export function addIgnoreRules(parent: IgnoreRules | undefined, folder: string, text: string): IgnoreRules {
  const rules = text.split(/\r?\n/).slice(0, maximumRules).filter(isCheap);
  return { folder, matcher: ignore().add(rules), parent };
}

/** The nearest `.gitignore` that says something about the path decides. */
export function isIgnored(rules: IgnoreRules | undefined, path: string, isFolder: boolean): boolean {
  for (let level = rules; level; level = level.parent) {
    const relative = level.folder === '' ? path : path.slice(level.folder.length + 1);
    const verdict = level.matcher.test(isFolder ? `${relative}/` : relative);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

/** A pattern becomes a regular expression whose cost grows with a power of its wildcards; real ones have one or two. */
function isCheap(rule: string): boolean {
  if (rule.length > 1000 || rule.split('**').length > 4) return false;
  return rule.split('/').every((part) => part.split('*').length <= 4);
}
