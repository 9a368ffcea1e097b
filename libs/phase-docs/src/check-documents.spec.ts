import { readInventory } from '@devops-orchestrator/infrastructure-inventory';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { checkDocuments } from './check-documents.js';

const inventory = readInventory(
  inMemoryTree({
    'compose.yaml': 'services:\n  web: { image: nginx, ports: ["8080:80"] }\n',
    '.env.example': 'PORT=80\n',
    'monitoring/rules.yml': 'groups:\n  - rules:\n    - alert: Down\n      expr: up == 0\n',
  }),
);
const everything = '`compose.yaml` `.env.example` `monitoring/rules.yml` `web` `80` `PORT` `Down`';

function check(content: string): string[] {
  return checkDocuments(inventory, [{ path: 'a.md', content }]);
}

describe('checkDocuments', () => {
  it('is content when everything is documented and nothing is invented', () => {
    expect(
      check(
        `${everything}\n\n| Service | Port |\n| --- | --- |\n| \`web\` | \`80\` |\n\n\`\`\`bash\ndocker compose --file compose.yaml logs --tail 5 web\n\`\`\`\n`,
      ),
    ).toEqual([]);
  });

  it.each([
    ['variable', '| Variable |\n| --- |\n| `NOPE` |', 'a.md: the inventory has no variable NOPE'],
    ['port in a table', '| Port |\n| --- |\n| `81` |', 'a.md: the inventory has no port 81'],
    ['port in a command', '```bash\ncurl http://localhost:4321/\n```', 'a.md: the inventory has no port 4321'],
    ['service in a command', '```bash\ndocker compose logs --tail 5 db\n```', 'a.md: the inventory has no service db'],
    ['script', '```bash\nscripts/nope.sh --dry-run\n```', 'a.md: the inventory has no file scripts/nope.sh'],
    ['compose file', '```bash\ndocker compose --file nope.yaml ps\n```', 'a.md: the inventory has no file nope.yaml'],
    ['alert', '### Alert: Nope', 'a.md: the inventory has no alert Nope'],
    ['file', '| File |\n| --- |\n| `nope.yaml` |', 'a.md: the inventory has no file nope.yaml'],
  ])('finds an invented %s', (_what, content, problem) => {
    expect(check(`${everything}\n\n${content}\n`)).toEqual([problem]);
  });

  it.each([
    ['compose.yaml', 'not documented: File compose.yaml'],
    ['web', 'not documented: Service web'],
    ['80', 'not documented: Port 80'],
    ['PORT', 'not documented: Variable PORT'],
    ['Down', 'not documented: Alert Down'],
  ])('finds that %s is not documented', (name, problem) => {
    expect(check(everything.replace(`\`${name}\``, ''))).toEqual([problem]);
  });
});
