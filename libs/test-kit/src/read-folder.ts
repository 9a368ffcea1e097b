import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path to text of the files below a folder, such as an example's repository; what package managers install is left out. */
export function readFolder(root: string): Record<string, string> {
  const files: Record<string, string> = {};
  const visit = (relative: string) => {
    for (const entry of readdirSync(join(root, relative), { withFileTypes: true })) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory() && !['node_modules', '.git', '.venv', 'dist'].includes(entry.name)) visit(path);
      else if (entry.isFile()) files[path] = readFileSync(join(root, path), 'utf8');
    }
  };
  visit('');
  return files;
}
