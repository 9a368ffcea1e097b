import { buildCommand, composeCommand, offers, operatedFiles, scriptCommand } from '../delivery-commands.js';
import { bullets, code, codes, text } from '../markdown-text.js';
import { step } from './document-input.js';
import type { DocumentInput, Step } from './document-input.js';

/** How to bring a version into production with what the repository holds: its script, its compose file, or its image. */
export function deploymentSteps(input: DocumentInput): Step[] {
  const { facts } = input;
  if (facts.scripts.deploy || operatedFiles(facts).length > 0)
    return [...prepare(input), ...deploy(input), ...verify(input)];
  if (facts.builds.length > 0) return imageSteps(input);
  return [step('Deploy', withoutDeployment(input))];
}

function prepare({ facts, command }: DocumentInput): Step[] {
  const files = new Set([...operatedFiles(facts), facts.scripts.deploy?.path]);
  const required = facts.inventory.environment.filter(
    (variable) => variable.required && variable.usedIn.some(({ path }) => files.has(path)),
  );
  const { environment } = facts.scripts;
  const example = facts.inventory.files.find(({ kind }) => kind === 'env-example');
  return [
    ...(environment
      ? [
          step(
            'Make the environment file',
            'It holds the secrets of this machine and is never committed.',
            command(scriptCommand(environment)),
          ),
        ]
      : []),
    ...(required.length > 0
      ? [
          step(
            'Set what has no default',
            bullets(
              required.map(
                ({ name, description }) => `${code(name)}${description === undefined ? '' : `: ${text(description)}`}`,
              ),
              '',
            ),
            example ? `${code(example.path)} describes each variable.` : '',
          ),
        ]
      : []),
  ];
}

function deploy({ facts, command }: DocumentInput): Step[] {
  const script = facts.scripts.deploy;
  const files = operatedFiles(facts);
  if (!script) {
    return [
      step('Check the configuration', command(composeCommand(files, 'config --quiet'))),
      step(
        'Start the new version',
        'The command returns when every service is healthy.',
        command(composeCommand(files, 'up --detach --wait')),
      ),
    ];
  }
  const words = scriptCommand(script)
    .split(' ')
    .filter((word) => /^[A-Z][A-Z0-9_.-]*$/.test(word));
  return [
    ...(offers(script, '--dry-run')
      ? [step('See what would change', command(scriptCommand(script, '--dry-run')))]
      : []),
    step(
      'Deploy',
      script.description === '' ? '' : text(script.description),
      words.length > 0 ? `Put your own values in place of ${codes(words)}.` : '',
      command(scriptCommand(script)),
    ),
  ];
}

/** The smoke test asks whether every service is healthy; only without one, people look themselves. */
function verify({ facts, command }: DocumentInput): Step[] {
  const files = operatedFiles(facts);
  if (facts.scripts.smoke) return [step('Prove that it works', command(scriptCommand(facts.scripts.smoke)))];
  if (files.length === 0) return [];
  return [step('See that every service is healthy', command(composeCommand(files, 'ps --all')))];
}

function imageSteps({ facts, command }: DocumentInput): Step[] {
  return facts.builds.flatMap((build) => {
    const image = facts.inventory.images.find(({ path }) => path === build.dockerfile);
    const publish = (image?.ports ?? []).map((port) => `--publish 127.0.0.1:${port}:${port} `).join('');
    return [
      step(`Build the image of ${code(build.dockerfile)}`, command(buildCommand(build))),
      step(`Run the image of ${code(build.dockerfile)}`, command(`docker run --detach --init ${publish}${build.tag}`)),
    ];
  });
}

function withoutDeployment({ facts: { inventory } }: DocumentInput): string {
  const pipelines = inventory.pipelines.map(({ path }) => path);
  if (pipelines.length > 0) {
    return `Nothing in this repository deploys from a terminal. The pipelines ${codes(pipelines)} do what is automated; their triggers are listed in the infrastructure document.`;
  }
  return 'No file in this repository deploys the application: no compose file, no image, no deployment script and no pipeline was found.';
}
