import type { Component } from '@devops-orchestrator/contracts';

/** Ids of the components that a request limits itself to ("only the api", "just frontend and worker"); empty: all. */
export function readScope(request: string, components: readonly Component[]): string[] {
  const lower = request.toLowerCase();
  const match = /\b(?:only|just)\b(.{0,80})/.exec(lower);
  if (match === null) return [];
  const words = new Set((match[1] ?? '').split(/[^\p{L}\p{N}_/-]+/u).filter((word) => word.length > 1));
  return components.filter((component) => namesOf(component).some((name) => words.has(name))).map(({ id }) => id);
}

function namesOf({ id, name, path }: Component): readonly string[] {
  const folder = path.slice(path.lastIndexOf('/') + 1);
  return [id, name, path, folder].map((text) => text.toLowerCase());
}
