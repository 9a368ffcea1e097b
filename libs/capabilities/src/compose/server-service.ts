import type { DeliveryModel, ServiceInstance } from '../delivery-model/delivery-model.js';
import { composeEnvironment } from './compose-environment.js';
import type { ComposeStage } from './compose-file.js';
import { composeHealthcheck, serviceDefaults } from './service-defaults.js';

interface ServerHardening {
  /** Capabilities that the image's entry point needs to become its own user. */
  capabilities: readonly string[];
  /** Memory mounted where it writes; present when its root can be read-only. */
  scratch?: readonly string[];
  memory: string;
  graceSeconds: number;
}

const becomesUser = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'];
/** Measured: each starts, keeps its data and stops with exactly these. */
const hardening: Readonly<Record<string, ServerHardening>> = {
  postgres: { capabilities: becomesUser, scratch: ['/tmp', '/var/run/postgresql'], memory: '1G', graceSeconds: 60 },
  redis: {
    capabilities: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'],
    scratch: ['/tmp'],
    memory: '512M',
    graceSeconds: 30,
  },
  mariadb: { capabilities: becomesUser, scratch: ['/tmp', '/run/mysqld'], memory: '1G', graceSeconds: 60 },
  mysql: { capabilities: becomesUser, memory: '1G', graceSeconds: 60 },
  mongodb: { capabilities: becomesUser, memory: '1G', graceSeconds: 60 },
  memcached: { capabilities: [], scratch: ['/tmp'], memory: '256M', graceSeconds: 10 },
  rabbitmq: { capabilities: becomesUser, memory: '1G', graceSeconds: 60 },
};
const defaultHardening: ServerHardening = { capabilities: becomesUser, memory: '1536M', graceSeconds: 60 };

/** A database, cache or queue in a compose file; reached by the other services only. */
export function composeServerService(
  service: ServiceInstance,
  model: DeliveryModel,
  stage: ComposeStage,
): Record<string, unknown> {
  const { capabilities, scratch, memory, graceSeconds } = hardening[service.kind] ?? defaultHardening;
  const environment = composeEnvironment(service.environment, model);
  return {
    image: service.image,
    // RabbitMQ keeps its data under its host's name.
    ...(service.kind === 'rabbitmq' ? { hostname: service.name } : {}),
    ...(service.command === undefined ? {} : { command: service.command.map((word) => word.replaceAll('$', '$$$$')) }),
    ...(Object.keys(environment).length === 0 ? {} : { environment }),
    ...(service.volume === undefined ? {} : { volumes: [`${service.volume.name}:${service.volume.target}`] }),
    healthcheck: composeHealthcheck(service.healthcheck),
    restart: 'unless-stopped',
    stop_grace_period: `${String(graceSeconds)}s`,
    ...(scratch === undefined ? {} : { read_only: true, tmpfs: [...scratch] }),
    cap_drop: ['ALL'],
    ...(capabilities.length === 0 ? {} : { cap_add: [...capabilities] }),
    ...serviceDefaults(stage, model.network, memory),
  };
}
