import { isSecretName, isStandIn, looksGenerated } from '../../secrets/secret-values.js';
import { collectFindings } from '../../verifier.js';
import type { Verifier } from '../../verifier.js';

/** Judges `.env.example`: valid names, each once, and no secret. */
export const envExampleVerifier: Verifier = {
  id: 'env-example',
  kinds: ['env-example'],
  async verify({ path, content }) {
    const { findings, report } = collectFindings(path);
    const seen = new Set<string>();
    content.split(/\r?\n/).forEach((text, index) => {
      const line = text.trim();
      if (line === '' || line.startsWith('#')) return;
      const [, name, value = ''] = /^(?:export\s+)?([A-Za-z_][\w.-]*)\s*(?:=(.*))?$/s.exec(line) ?? [];
      if (name === undefined) {
        report('env-name', 'error', index + 1, 'This is no NAME=value line.');
        return;
      }
      if (seen.has(name))
        report('env-twice', 'warning', index + 1, `'${name}' stands there twice; the last one counts.`);
      seen.add(name);
      if (isSecretName(name) && !isStandIn(value.replace(/\s#.*$/, ''))) {
        const severity = looksGenerated(value.trim().replace(/^["']|["']$/g, '')) ? 'error' : 'warning';
        report('env-secret', severity, index + 1, `'${name}' has a value that looks real; leave it empty.`);
      }
    });
    return findings;
  },
};
