import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkout, freshFolder } from '../support.js';

const command = join(checkout, 'apps/cli/dist/main.js');

/** Half a million files as hard links of a thousand: made in seconds, listed like any other. */
const makeTree = `
mkdir -p src/base node_modules .git
for i in $(seq 1000); do echo "export const v$i = process.env.VALUE_$((i % 50));" >src/base/f$i.js; done
for i in $(seq 499); do cp -al src/base src/d$i; done
cp -al src/base node_modules/base
printf '{"name":"x","scripts":{"start":"node src/base/f1.js"},"dependencies":{"express":"4"}}' >package.json
truncate --size 2G big.bin
head -c 100M /dev/zero | tr '\\0' ' ' >package-lock.json
ln -s .. src/loop
`;

describe('analyze', () => {
  it('F35: takes seconds and little memory for what no person reads, and says what it left out', () => {
    const repository = freshFolder();
    // in memory: half a million entries on a disk take minutes
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'nr_inodes=0', 'tmpfs', repository]);
    try {
      expect(spawnSync('bash', ['-c', makeTree], { cwd: repository }).status).toBe(0);
      const hook = `import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(join(repository, 'used'))}, JSON.stringify({ rss: process.resourceUsage().maxRSS, cpu: process.cpuUsage() })));`;
      const args = [
        '--import',
        `data:text/javascript,${encodeURIComponent(hook)}`,
        command,
        'analyze',
        '--repo',
        repository,
      ];
      const started = process.hrtime.bigint();
      const { status, stdout } = spawnSync(process.execPath, args, {
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const used = JSON.parse(spawnSync('cat', [join(repository, 'used')], { encoding: 'utf8' }).stdout) as {
        rss: number;
        cpu: { user: number; system: number };
      };
      expect(status).toBe(0);
      expect(Math.min(seconds, (used.cpu.user + used.cpu.system) / 1e6)).toBeLessThan(10);
      expect(used.rss / 1024).toBeLessThan(500);
      expect(stdout).toContain('express');
      expect(stdout).toContain('more than 100000 files');
      expect(stdout).toContain('src/loop (symbolic link)');
      expect(stdout).toMatch(/Not readable as text .*package-lock\.json/);
    } finally {
      if (mounted.status === 0) spawnSync('umount', ['--lazy', repository]);
      rmSync(repository, { recursive: true, force: true });
    }
  });
});
