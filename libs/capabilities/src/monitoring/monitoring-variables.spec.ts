import { monitoringCapability } from './monitoring.capability.js';
import { monitoringCases } from './monitoring-cases.js';
import { monitoringVariables } from './monitoring-variables.js';

describe('monitoringVariables', () => {
  it.each(Object.entries(monitoringCases))(
    'names what the overlay reads beside the variables of servers: %s',
    (_, make) => {
      const input = make();
      const [contribution] = monitoringCapability.contribute(input);
      const overlay = contribution?.steps.find(
        (step) => step.kind === 'file' && step.path === 'compose.monitoring.yaml',
      );
      const text = overlay?.kind === 'file' ? overlay.content : '';
      const read = [...text.matchAll(/\$\{(\w+)(?::-([^}]*))?/g)].map((match) => [match[1], match[2]] as const);
      for (const { name, default: fallback } of monitoringVariables(input.model))
        expect(read).toContainEqual([name, fallback]);
    },
  );
});
