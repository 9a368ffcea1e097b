import { renderTemplate } from '@devops-orchestrator/templates';
import { composeCommand, offers, operatedFiles, scriptCommand } from '../delivery-commands.js';
import { table, text } from '../markdown-text.js';
import { alertSection } from './alert-section.js';
import { documentPaths, relatedLinks, step } from './document-input.js';
import type { BuiltDocument, DocumentInput, Step } from './document-input.js';
import { deploymentSteps } from './deployment-steps.js';
import { scalingSteps } from './scaling-steps.js';

/** Deployment, rollback, incidents, scaling and contacts. */
export function buildRunbook(input: DocumentInput): BuiltDocument {
  const { feature, facts, contacts } = input;
  const alerts = facts.inventory.alerts.map((alert) => alertSection(alert, input));
  const body = renderTemplate('docs/runbook.md', {
    title: text(input.title),
    related: relatedLinks(feature, 'runbook'),
    deployment: deploymentSteps(input),
    rollback: rollbackSteps(input),
    firstChecks: firstChecks(input),
    alerts,
    noAlerts: alerts.length === 0,
    scaling: scalingSteps(input),
    contacts: contactTable(input),
    hasContacts: contacts.length > 0,
  });
  return {
    kind: 'runbook',
    path: documentPaths(feature).runbook,
    body,
    counts: { procedures: 4, alerts: alerts.length, contacts: contacts.length },
  };
}

function rollbackSteps({ facts, command }: DocumentInput): Step[] {
  const { rollback } = facts.scripts;
  const files = operatedFiles(facts);
  if (rollback) {
    return [
      ...(offers(rollback, '--dry-run')
        ? [step('See what would change', command(scriptCommand(rollback, '--dry-run')))]
        : []),
      step(
        'Roll back',
        rollback.description === '' ? '' : text(rollback.description),
        command(scriptCommand(rollback)),
      ),
      ...smokeStep(facts, command),
    ];
  }
  if (files.length === 0) {
    return [
      step(
        'Revert the change',
        'There is no deployment to roll back. Revert the commit; the pipeline, where there is one, runs again.',
        command('git revert --no-edit HEAD'),
      ),
    ];
  }
  const tag = imageTagVariable(facts, files);
  if (tag !== undefined) {
    return [
      step(
        'Start the last good version',
        'There is no rollback script. Take the tag of the last version that worked in place of `PREVIOUS`.',
        command(`${tag}=PREVIOUS ${composeCommand(files, 'up --detach --wait')}`),
      ),
      ...smokeStep(facts, command),
    ];
  }
  return [
    step(
      'Go back to the last good commit',
      'There is no rollback script. Take the last commit that worked in place of `HEAD~1`.',
      command('git checkout HEAD~1'),
    ),
    step('Start that version', command(composeCommand(files, 'up --detach --build --wait'))),
  ];
}

/** The variable that chooses the version, where the files run published images: `image: shop:${IMAGE_TAG:?…}`. */
function imageTagVariable({ inventory }: DocumentInput['facts'], files: readonly string[]): string | undefined {
  const services = inventory.services.filter(({ path, build }) => files.includes(path) && build === undefined);
  const tags = services.flatMap(
    ({ image }) => /:\$\{(\w+)[^:]*$/.exec(image?.replace(/:[?+-][^}]*\}$/, '}') ?? '')?.[1] ?? [],
  );
  return tags[0];
}

function smokeStep({ scripts }: DocumentInput['facts'], command: DocumentInput['command']): Step[] {
  return scripts.smoke ? [step('Prove that it works', command(scriptCommand(scripts.smoke)))] : [];
}

function firstChecks({ facts, command }: DocumentInput): Step[] {
  const files = operatedFiles(facts);
  const smoke = facts.scripts.smoke ? [step('Is it answering?', command(scriptCommand(facts.scripts.smoke)))] : [];
  if (files.length === 0) {
    return [...smoke, step('What changed last?', command('git log --oneline --max-count 5'))];
  }
  return [
    ...smoke,
    step('What runs, and is it healthy?', command(composeCommand(files, 'ps --all'))),
    step('What do the logs say?', command(composeCommand(files, 'logs --since 15m --tail 200'))),
    step('What changed last?', command('git log --oneline --max-count 5')),
    step('Is the machine full?', command('docker system df')),
  ];
}

function contactTable({ contacts }: DocumentInput): string {
  if (contacts.length === 0) {
    return table(
      ['Who', 'Answers for', 'How to reach them'],
      [
        ['*to be filled in by the owners of this repository*', 'first responder', '*phone, chat or paging service*'],
        [
          '*to be filled in by the owners of this repository*',
          'escalation after 30 minutes',
          '*phone, chat or paging service*',
        ],
      ],
      '',
    );
  }
  return table(
    ['Who', 'Answers for', 'Stated in'],
    contacts.map(({ who, role, source }) => [text(who), text(role), text(source)]),
    '',
  );
}
