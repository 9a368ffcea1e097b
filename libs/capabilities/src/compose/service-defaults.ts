import type { ComposeStage } from './compose-file.js';

/** What every service has: bounded logs and, in production, bounded resources and a restart. */
export function serviceDefaults(stage: ComposeStage, network: string, memory: string): Record<string, unknown> {
  return {
    networks: [network],
    security_opt: ['no-new-privileges:true'],
    logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
    ...(stage === 'production' ? { deploy: { resources: { limits: { cpus: '1.0', memory, pids: 512 } } } } : {}),
  };
}

/** Health check of a service; quick while it starts, calm afterwards. */
export function composeHealthcheck(test: readonly string[]): Record<string, unknown> {
  return {
    test: test.map((word) => word.replaceAll('$', '$$$$')),
    interval: '15s',
    timeout: '5s',
    retries: 5,
    start_period: '60s',
    start_interval: '2s',
  };
}
