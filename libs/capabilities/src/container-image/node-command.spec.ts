import { resolveNodeCommand } from './node-command.js';

const manifest = {
  scripts: { start: 'npm run serve', serve: 'cross-env NODE_ENV=production node dist/main.js', loop: 'npm run loop' },
  dependencies: {},
  devDependencies: {},
};

describe('resolveNodeCommand', () => {
  it.each([
    ['npm start', 'node dist/main.js'],
    ['yarn serve', 'node dist/main.js'],
    ['pnpm run serve -- --port 1', 'node dist/main.js --port 1'],
    ['npx prisma migrate deploy', 'prisma migrate deploy'],
    ['next start', 'next start'],
    ['npm run unknown', 'npm run unknown'],
    ['npm run loop', 'npm run loop'],
  ])('follows %j to %j', (command, program) => {
    expect(resolveNodeCommand(command, manifest).command).toBe(program);
  });

  it('keeps what stands in front of the program', () => {
    expect(resolveNodeCommand('npm start', manifest).environment).toEqual({ NODE_ENV: 'production' });
  });
});
