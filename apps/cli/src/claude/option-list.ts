import { InvalidArgumentError, Option } from 'commander';

/** Options of the Claude engine, for the commands that a model can take part in. */
export const claudeOptions: readonly (() => Option)[] = [
  () => new Option('--budget <dollars>', 'what the run may cost at a model, in US dollars').argParser(positive),
  () => new Option('--budget-tokens <tokens>', 'tokens of all kinds that the run may take').argParser(whole),
  () => new Option('--model <name>', 'model of every role (default: $DEVOPS_ORCHESTRATOR_MODEL, else claude-opus-5-5)'),
  () => new Option('--models <set>', 'the cheaper set of models, or the default one').choices(['default', 'economy']),
  () => new Option('--claude-config <file>', 'JSON: models by role, limits of run, phase and task'),
  () => new Option('--mcp <name...>', 'servers of tools that are known by one word').choices(['context7']),
  () => new Option('--mcp-config <file>', 'JSON: servers of tools, under "mcpServers"'),
  () => new Option('--record <folder>', 'keep every request to the model and its answer there'),
  () => new Option('--replay <folder>', 'answer from such a folder; needs no key and no network'),
];

function positive(text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('Expected an amount above 0.');
}

function whole(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('Expected a whole number above 0.');
}
