import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AgentSettings, describeIssues, OrchestratorError } from '@devops-orchestrator/contracts';
import type { z } from 'zod';

/** Options of the command that are about the Claude engine. */
export interface ClaudeOptions {
  budget?: number;
  budgetTokens?: number;
  model?: string;
  models?: 'default' | 'economy';
  claudeConfig?: string;
  mcp?: string[];
  mcpConfig?: string;
  record?: string;
  replay?: string;
}

/** Models by set; roles that write prose or carry out small steps take a cheaper one in the economy set. */
const modelSets = {
  default: { default: 'claude-opus-5-5' },
  economy: { default: 'claude-sonnet-5-5', 'devops-senior-documentation-engineer': 'claude-haiku-5-5' },
} as const;

/** What a `--claude-config` file may hold: models by role and limits, as runs keep them. */
const ConfigFile = AgentSettings.pick({ models: true, limits: true });

/**
 * The settings that the options and the environment state; undefined when they state none.
 *
 * @throws {OrchestratorError} `configuration` when a file cannot be read as one
 */
export function settingsOf(
  options: ClaudeOptions,
  environment: NodeJS.ProcessEnv = process.env,
): AgentSettings | undefined {
  const file = options.claudeConfig === undefined ? {} : readJson(options.claudeConfig, ConfigFile);
  const fromEnvironment = environment['DEVOPS_ORCHESTRATOR_MODEL'];
  const model = options.model ?? (fromEnvironment === '' ? undefined : fromEnvironment);
  const models = {
    ...(options.models === undefined ? {} : modelSets[options.models]),
    ...file.models,
    ...(model === undefined ? {} : { default: model }),
  };
  const run = {
    ...file.limits?.run,
    ...(options.budget === undefined ? {} : { costUsd: options.budget }),
    ...(options.budgetTokens === undefined ? {} : { tokens: options.budgetTokens }),
  };
  const limits = { ...file.limits, ...(Object.keys(run).length === 0 ? {} : { run }) };
  const settings: AgentSettings = {
    ...(Object.keys(models).length === 0 ? {} : { models }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(options.mcp === undefined ? {} : { mcp: [...options.mcp] }),
    ...(options.mcpConfig === undefined ? {} : { mcpConfig: resolve(options.mcpConfig) }),
  };
  return Object.keys(settings).length === 0 ? undefined : settings;
}

/** Settings of a run with what a resumed one states anew. */
export function mergeSettings(kept: AgentSettings = {}, stated: AgentSettings = {}): AgentSettings {
  const limits = { ...kept.limits, ...stated.limits, run: { ...kept.limits?.run, ...stated.limits?.run } };
  return { ...kept, ...stated, models: { ...kept.models, ...stated.models }, limits };
}

/** Model of each role. */
export function modelsOf({ models = {} }: AgentSettings): { default: string } & Record<string, string> {
  return { ...models, default: models['default'] ?? modelSets.default.default };
}

/** Names of the options that were given, for those who say that they do nothing here. */
export function givenOptions(options: ClaudeOptions): string[] {
  const names: Record<keyof ClaudeOptions, string> = {
    budget: '--budget',
    budgetTokens: '--budget-tokens',
    model: '--model',
    models: '--models',
    claudeConfig: '--claude-config',
    mcp: '--mcp',
    mcpConfig: '--mcp-config',
    record: '--record',
    replay: '--replay',
  };
  return Object.entries(names).flatMap(([key, name]) =>
    options[key as keyof ClaudeOptions] === undefined ? [] : [name],
  );
}

/** A JSON file of a schema. @throws {OrchestratorError} `configuration` */
export function readJson<T>(path: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseFile(path));
  if (parsed.success) return parsed.data;
  throw new OrchestratorError('configuration', `${path}: ${describeIssues(parsed.error).slice(0, 5).join('; ')}`, {
    hint: 'docs/engines.md shows what such a file holds.',
  });
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (cause) {
    const found = (cause as NodeJS.ErrnoException).code ?? 'something else';
    throw new OrchestratorError('configuration', `Expected a JSON file at ${path}; found ${found}.`, {
      hint: 'docs/engines.md shows what such a file holds.',
      cause,
    });
  }
}
