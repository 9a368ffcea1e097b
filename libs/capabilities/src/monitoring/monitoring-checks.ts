import { quoteShell } from '@devops-orchestrator/templates';
import type { TaskCheck } from '@devops-orchestrator/contracts';
import type { CapabilityInput } from '../capability.js';
import { grafanaCheck, liveCheck } from './live-checks.js';
import type { MonitoringFiles } from './monitoring-files.js';
import type { MonitoringPlan } from './monitoring-plan.js';

/** What proves the monitoring: read, linted, tested, and run. */
export function buildMonitoringChecks(
  input: CapabilityInput,
  plan: MonitoringPlan,
  files: MonitoringFiles,
): TaskCheck[] {
  const written = files.written.map(({ path }) => path).filter((path) => /\.(ya?ml|json|md)$/.test(path));
  const judged = [...files.kept, ...files.beside];
  return [
    ...(written.length === 0
      ? []
      : [check('monitoring-files', 'static', `devops-orchestrator verify ${words(written)}`)]),
    ...(judged.length === 0
      ? []
      : [check('monitoring-kept-files', 'static', `devops-orchestrator verify --advisory ${words(judged)}`)]),
    ...prometheusChecks(written, files),
    ...(written.includes('monitoring/alertmanager/alertmanager.yml')
      ? [
          check(
            'monitoring-alertmanager',
            'tools',
            'amtool check-config monitoring/alertmanager/alertmanager.yml',
            'amtool',
          ),
        ]
      : []),
    ...(isOurs(files) ? [liveCheck(input, plan), grafanaCheck(input, plan)] : []),
  ];
}

/** A stack in which some files are the user's behaves as they say: it cannot be promised how. */
export function isOurs(files: MonitoringFiles): boolean {
  return files.kept.length === 0;
}

function prometheusChecks(written: readonly string[], files: MonitoringFiles): TaskCheck[] {
  const below = (folder: string) => written.filter((path) => path.startsWith(`monitoring/prometheus/${folder}/`));
  const rules = below('rules');
  const tests = below('tests');
  const configuration = 'monitoring/prometheus/prometheus.yml';
  const checks: TaskCheck[] = [];
  // A configuration of ours loads kept rule files too: what is wrong in those is not ours to fail on.
  if (written.includes(configuration) && !files.kept.some((path) => path.includes('/rules/')))
    checks.push(check('monitoring-prometheus', 'tools', `promtool check config ${configuration}`, 'promtool'));
  if (rules.length > 0)
    checks.push(check('monitoring-rules', 'tools', `promtool check rules ${words(rules)}`, 'promtool'));
  if (tests.length > 0)
    checks.push(check('monitoring-alert-tests', 'tools', `promtool test rules ${words(tests)}`, 'promtool'));
  return checks;
}

function check(id: string, tier: 'static' | 'tools', command: string, tool?: string): TaskCheck {
  return { id, tier, command, requires: tool === undefined ? [] : [tool], timeoutSeconds: 120 };
}

function words(paths: readonly string[]): string {
  return paths.map(quoteShell).join(' ');
}
