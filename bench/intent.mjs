// npm run evaluate:intent [-- --failures]: how well the built-in reader understands the labelled requests, by part.
// No failures of the held-out part are listed: nothing is tuned on it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, runOrExit } from '../setup/prepare.mjs';

const phase = join(root, 'libs', 'phase-pm');
const compiler = join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
runOrExit(process.execPath, [compiler, '--build', join(phase, 'tsconfig.lib.json')]);

const { readIntent } = await load(join(phase, 'dist', 'index.js'));
const { compareIntent, isExact, knowEverything, scoreIntents } = await load(
  join(phase, 'dist', 'intent', 'score-intent.js'),
);
const { capabilities } = await load(join(root, 'libs', 'capabilities', 'dist', 'index.js'));
const known = knowEverything(capabilities);

const accompanying = JSON.parse(readFileSync(join(phase, 'evaluation', 'accompanying.json'), 'utf8'));
const labels = ['requests.jsonl', 'fresh.jsonl'].flatMap((name) =>
  readFileSync(join(phase, 'evaluation', name), 'utf8')
    .trim()
    .split('\n')
    .map(parseLabel),
);
const differences = labels.map((label) =>
  compareIntent(label, readIntent(label.request, known, label.components.map(asComponent)), accompanying),
);

console.log('part         requests  exact  with targets  precision  recall');
for (const part of ['development', 'fresh', 'held-out']) {
  const score = scoreIntents(differences.filter(({ label }) => label.part === part));
  const { requests, exact, exactWithTargets, precision, recall } = score;
  const shares = [exact, exactWithTargets, precision, recall].map((share) => share.toFixed(3));
  console.log(
    `${part.padEnd(13)}${String(requests).padEnd(10)}${shares[0].padEnd(7)}${shares[1].padEnd(14)}${shares[2].padEnd(11)}${shares[3]}`,
  );
}
const written = differences.filter(({ label }) => !label.infrastructure);
const silent = written.filter(({ other }) => !other.includes('infrastructure true'));
console.log(`requests that are not about infrastructure: ${silent.length} of ${written.length} write nothing`);

if (process.argv.includes('--failures')) {
  for (const difference of differences.filter(({ label }) => label.part !== 'held-out')) {
    if (isExact(difference) && difference.targets === undefined) continue;
    const { label, missing, unwanted, other, targets } = difference;
    console.log(`\n${label.id} ${JSON.stringify(label.request)}`);
    console.log(
      '  ',
      JSON.stringify({ missing, unwanted, other, ...(targets && { targets, labelled: label.targets }) }),
    );
  }
}

function load(path) {
  return import(pathToFileURL(path).href);
}

function parseLabel(line) {
  const label = JSON.parse(line);
  return { ...label, components: label.components ?? [{ id: 'app', kind: 'web' }] };
}

function asComponent({ id, kind }) {
  return { id, name: id, path: id === 'app' ? '.' : `services/${id}`, kind };
}
