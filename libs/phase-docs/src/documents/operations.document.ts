import { renderTemplate } from '@devops-orchestrator/templates';
import { composeCommand, monitoringFiles, offers, operatedFiles, scriptCommand } from '../delivery-commands.js';
import { code, codes, table, text } from '../markdown-text.js';
import { documentPaths, relatedLinks, step } from './document-input.js';
import type { BuiltDocument, DocumentInput, Step } from './document-input.js';
import { alertTable, volumeTable } from './inventory-tables.js';
import { troubleshooting } from './troubleshooting.js';

/** Recurring tasks, monitoring, troubleshooting, backup and restore. */
export function buildOperationsGuide(input: DocumentInput): BuiltDocument {
  const { feature, facts } = input;
  const daily = dailyTasks(input);
  const scenarios = troubleshooting(input);
  const [weekly, monthly] = [weeklyTasks(input), monthlyTasks(input)];
  const body = renderTemplate('docs/operations.md', {
    title: text(input.title),
    related: relatedLinks(feature, 'operations'),
    daily,
    weekly,
    monthly,
    monitoring: monitoring(input),
    alerts: alertTable(facts.inventory),
    scenarios,
    volumes: volumeTable(facts.inventory),
    backup: backup(input),
  });
  return {
    kind: 'operations',
    path: documentPaths(feature).operations,
    body,
    counts: {
      dailyTasks: daily.length,
      troubleshootingScenarios: scenarios.length,
      maintenanceTasks: weekly.length + monthly.length,
    },
  };
}

function dailyTasks({ facts, command }: DocumentInput): Step[] {
  const files = operatedFiles(facts);
  const { smoke } = facts.scripts;
  const { pipelines, receivers } = facts.inventory;
  return [
    ...(smoke ? [step('Prove that the application answers', command(scriptCommand(smoke)))] : []),
    ...(files.length > 0
      ? [
          step('See that every service runs and is healthy', command(composeCommand(files, 'ps --all'))),
          step('Read the logs of the last day', command(composeCommand(files, 'logs --since 24h --tail 500'))),
        ]
      : []),
    ...(receivers.length > 0
      ? [
          step(
            'Look at the alerts that fire',
            `They go to ${codes(receivers.map(({ name }) => name))}. An alert that nobody acts on is changed or removed.`,
          ),
        ]
      : []),
    ...(pipelines.length > 0
      ? [
          step(
            'See that the pipelines pass',
            `Look at the last runs of ${codes(pipelines.map(({ path }) => path))}. A red main branch comes first.`,
          ),
        ]
      : []),
    ...(files.length + pipelines.length === 0 && !smoke
      ? [step('See what changed', command('git log --oneline --since yesterday'))]
      : []),
  ];
}

function weeklyTasks({ facts, command }: DocumentInput): Step[] {
  const { inventory, builds } = facts;
  const dependabot = inventory.files.find(({ kind }) => kind === 'dependabot');
  const usable = builds.filter(({ dockerfile }) => !/\s/.test(dockerfile));
  return [
    ...(dependabot
      ? [
          step(
            'Take in updates',
            `Merge the pull requests that ${code(dependabot.path)} causes, when their pipelines pass.`,
          ),
        ]
      : [
          step(
            'Take in updates',
            'No update service is configured: look for updates of dependencies and base images by hand.',
          ),
        ]),
    ...(usable.length > 0
      ? [
          step(
            'Rebuild on current base images',
            `Base images get security updates under the same tag. Build ${codes(usable.map(({ dockerfile }) => dockerfile))} with \`--pull\`, then deploy as the runbook says.`,
          ),
        ]
      : []),
    ...(facts.services.length > 0 ? [step('See what fills the disk', command('docker system df'))] : []),
  ];
}

function monthlyTasks({ facts }: DocumentInput): Step[] {
  const { inventory, scripts } = facts;
  const secrets = [
    ...inventory.environment.filter(({ secret }) => secret).map(({ name }) => name),
    ...inventory.pipelines.flatMap((pipeline) => pipeline.secrets),
  ];
  const untested = inventory.alerts.filter(({ tested }) => !tested).map(({ name }) => name);
  return [
    ...(scripts.restore
      ? [
          step(
            'Prove that a backup can be restored',
            `Restore the newest backup on a machine that is not production, with ${code(scripts.restore.path)}. A backup that was never restored is a hope.`,
          ),
        ]
      : []),
    ...(secrets.length > 0
      ? [step('Change secrets', `Change what is older than your policy allows: ${codes([...new Set(secrets)])}.`)]
      : []),
    ...(untested.length > 0 ? [step('Write tests for alerts', `No unit test names ${codes(untested)}.`)] : []),
    step(
      'Practise a rollback',
      'Carry out the rollback of the runbook where it hurts nobody, and correct the runbook where it was wrong.',
    ),
    step(
      'Go through contacts and access',
      'See that the contacts in the runbook still answer, and that people who left have no access.',
    ),
  ];
}

function monitoring({ facts, command }: DocumentInput): string {
  const { scrapeJobs, dashboards, receivers } = facts.inventory;
  const files = monitoringFiles(facts);
  if (scrapeJobs.length + dashboards.length + receivers.length === 0 && files.length === 0) {
    return 'There is no monitoring in this repository. Health checks and logs are all there is to see; an outage is noticed when a user calls.';
  }
  return [
    ...(files.length > 0
      ? [`Start the monitoring stack:\n\n${command(composeCommand(files, 'up --detach --wait'))}`]
      : []),
    table(
      ['Scrape job', 'Path', 'Targets', 'File'],
      scrapeJobs.map(({ name, metricsPath, targets, path }) => [
        code(name),
        code(metricsPath),
        codes(targets),
        code(path),
      ]),
      'Nothing is scraped.',
    ),
    table(
      ['Dashboard', 'Panels', 'File'],
      dashboards.map(({ title, panels, path }) => [code(title), codes(panels), code(path)]),
      'There is no dashboard.',
    ),
    table(
      ['Receiver', 'File'],
      receivers.map(({ name, path }) => [code(name), code(path)]),
      'No receiver is configured: alerts show in Prometheus and go nowhere.',
    ),
  ].join('\n\n');
}

function backup({ facts, command }: DocumentInput): Step[] {
  const { backup: save, restore } = facts.scripts;
  const volumes = facts.inventory.volumes.map(({ name }) => name);
  const missing =
    volumes.length > 0
      ? `There is no backup script. The volumes ${codes([...new Set(volumes)])} are lost with the machine; add a backup before real data is stored.`
      : 'Nothing here keeps data, so there is nothing to back up. The repository itself holds all that is needed to build again.';
  return [
    save
      ? step(
          'Back up',
          save.description === '' ? '' : text(save.description),
          command(...(offers(save, '--dry-run') ? [scriptCommand(save, '--dry-run')] : []), scriptCommand(save)),
        )
      : step('Back up', missing),
    restore
      ? step(
          'Restore',
          restore.description === '' ? '' : text(restore.description),
          'It replaces data: stop the services that write first.',
          command(
            ...(offers(restore, '--dry-run') ? [scriptCommand(restore, '--dry-run')] : []),
            scriptCommand(restore),
          ),
        )
      : step(
          'Restore',
          save
            ? 'There is no restore script. Write and try one before it is needed.'
            : 'Without a backup there is nothing to restore from.',
        ),
  ];
}
