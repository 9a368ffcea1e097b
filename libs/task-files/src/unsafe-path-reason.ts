/** Why a path of a task file cannot name a file of the repository; undefined when it can. */
export function unsafePathReason(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (path.includes('\0')) return 'holds a NUL character';
  if (path.includes('\\')) return 'holds a backslash; use "/"';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is not relative to the repository';
  const parts = path.split('/');
  if (parts.includes('..')) return 'leaves the repository';
  if (parts.includes('') || parts.includes('.')) return 'has an empty or "." part';
  if (parts.some((part) => /^\.git[. ]*$/i.test(part))) return 'enters .git';
  return undefined;
}
