import type { ComponentKind, Evidence } from '@devops-orchestrator/contracts';

/** A project of a stack that is recognised and not built yet. */
export interface ForeignProject {
  /** Vocabulary of the analysis: rust, java, kotlin, csharp, php, ruby, … */
  language: string;
  /** For people: "Rust", "Java (Maven)". */
  label: string;
  directory: string;
  name: string;
  packageManager?: string;
  framework?: string;
  /** As the manifest states it. */
  runtimeVersion?: string;
  kind: ComponentKind;
  /** In words, for the note: high where a manifest says it, medium by sources alone. */
  confidence: 'high' | 'medium' | 'low';
  evidence: readonly Evidence[];
}

/** The first framework whose pattern the manifest's text matches. */
export function frameworkIn(
  text: string,
  rules: readonly (readonly [name: string, pattern: RegExp])[],
): string | undefined {
  return rules.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Fields that are there only when they are known. */
export function known(fields: {
  framework?: string | undefined;
  runtimeVersion?: string | undefined;
  packageManager?: string | undefined;
}): Pick<ForeignProject, 'framework' | 'runtimeVersion' | 'packageManager'> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}
