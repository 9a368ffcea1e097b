import type { Component } from '@devops-orchestrator/contracts';
import type { ModelVariable } from './delivery-model.js';

/** A migration tool that is a Go program of its own: built into the image, since no dependency brings it. */
export interface GoMigration {
  /** Builds the tool into `$GOBIN`. */
  install: string;
  /** What runs once before the application, `${NAME}` standing for variables. */
  command: readonly string[];
  environment: Readonly<Record<string, string>>;
}

/** Where built tools lie in the image. */
const folder = '/app/bin';
const tools: Readonly<Record<string, string>> = {
  'golang-migrate': '-tags postgres github.com/golang-migrate/migrate/v4/cmd/migrate@v4.19.1',
  goose: 'github.com/pressly/goose/v3/cmd/goose@v3.26.0',
};

/** How a Go component's migrations run; undefined when it has none, or when no variable holds the address of a PostgreSQL. */
export function goMigration(component: Component, environment: readonly ModelVariable[]): GoMigration | undefined {
  if (component.language !== 'go' || component.migrations === undefined) return undefined;
  const { tool, command } = component.migrations;
  const source = tools[tool];
  const directory = /-(?:path|dir) ([A-Za-z0-9_./-]+)/.exec(command)?.[1];
  const address = environment.map(({ value }) => value).find((value) => /^postgres(?:ql)?:\/\//.test(value ?? ''));
  if (source === undefined || directory === undefined || address === undefined) return undefined;
  const install = `GOBIN=/out/bin CGO_ENABLED=0 go install ${source}`;
  return tool === 'goose'
    ? {
        install,
        command: [`${folder}/goose`, '-dir', directory, 'up'],
        environment: { GOOSE_DBSTRING: address, GOOSE_DRIVER: 'postgres' },
      }
    : { install, command: [`${folder}/migrate`, '-path', directory, '-database', address, 'up'], environment: {} };
}
