import { renderTemplate } from '@devops-orchestrator/templates';
import { composeCommand, offers, operatedFiles, scriptCommand } from '../delivery-commands.js';
import { codes, table, text } from '../markdown-text.js';
import { alertSection } from './alert-section.js';
import { documentPaths, relatedLinks, step } from './document-input.js';
import type { BuiltDocument, DocumentInput, Step } from './document-input.js';
import { deploymentSteps } from './deployment-steps.js';

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
    scaling: scaling(input),
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
  return [
    step(
      'Go back to the last good commit',
      'There is no rollback script. Take the last commit that worked in place of `HEAD~1`.',
      command('git checkout HEAD~1'),
    ),
    step('Start that version', command(composeCommand(files, 'up --detach --build --wait'))),
  ];
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

function scaling({ facts, command }: DocumentInput): Step[] {
  const files = operatedFiles(facts);
  const chosen = files[0];
  if (chosen === undefined) {
    return [
      step(
        'More instances',
        'No compose file runs this application, so there is nothing to scale from here. Scale it where it is deployed.',
      ),
    ];
  }
  const entries = facts.inventory.services.filter(
    ({ path, name }) => path === chosen && /^[A-Za-z0-9][\w.-]*$/.test(name),
  );
  // A service that others wait for to complete is a job: it runs once.
  const finishing = new Set(
    entries.flatMap(({ dependsOn }) =>
      dependsOn.filter(({ condition }) => condition === 'service_completed_successfully').map(({ service }) => service),
    ),
  );
  const stateful = entries.filter(({ volumes }) =>
    volumes.some(({ source }) => source !== undefined && !/^[./~$]/.test(source)),
  );
  const fixed = entries.filter(
    (entry) => !stateful.includes(entry) && entry.ports.some(({ host }) => host !== undefined && host !== '0'),
  );
  const free = entries.filter(
    (entry) => !stateful.includes(entry) && !fixed.includes(entry) && !finishing.has(entry.name),
  );
  const rest = files.length > 0 ? free.slice(0, 10) : [];
  return [
    ...(rest.length > 0
      ? [
          step(
            'More instances on one machine',
            `These services publish no fixed port and keep no data: ${codes(rest.map(({ name }) => name))}.`,
            command(composeCommand(files, `up --detach --no-recreate --scale ${rest[0]?.name ?? ''}=2`)),
          ),
        ]
      : []),
    ...(fixed.length > 0
      ? [
          step(
            'Services with a fixed port',
            `${codes(fixed.map(({ name }) => name))}: only one instance fits on a machine. Put a load balancer in front and run one instance on each machine, or take the published port away.`,
          ),
        ]
      : []),
    ...(stateful.length > 0
      ? [
          step(
            'Services that keep data',
            `${codes(stateful.map(({ name }) => name))}: never start a second instance on the same volume. Give the machine more memory and CPU first.`,
          ),
        ]
      : []),
    step(
      'More CPU or memory',
      `Raise the limits in ${codes([chosen])}, then apply the file.`,
      command(composeCommand(files, 'up --detach --wait')),
    ),
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
