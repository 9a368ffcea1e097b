import { renderTemplate } from '@devops-orchestrator/templates';
import type { CapabilityInput } from '../capability.js';
import { imageOwners } from '../container-image/build-image.js';
import { environmentEntries } from '../requirements/environment-file.js';
import { dataStores } from './data-store.js';

/** What the templates of the deployment scripts take; everything is computed here. */
export interface ScriptContext {
  project: string;
  productionCompose: string;
  preamble: string;
  components: readonly { name: string; port: string; path: string }[];
  images: readonly { image: string; dockerfile: string; context: string }[];
  services: readonly string[];
  migrations: readonly string[];
  /** Components to stop while a data store is replaced. */
  users: readonly string[];
  requiredVariables: readonly string[];
  stores: ReturnType<typeof dataStores>;
}

/** Collects the names that the scripts work with from the delivery model. */
export function scriptContext({ model }: Pick<CapabilityInput, 'model'>): ScriptContext {
  return {
    project: model.project,
    productionCompose: model.productionCompose.path,
    preamble: renderTemplate('deployment-scripts/preamble.sh', {}),
    components: model.components.map(({ name, port, healthPath }) => ({
      name,
      port: port === undefined ? '' : String(port),
      path: port === undefined ? '' : (healthPath ?? ''),
    })),
    images: imageOwners({ model }).map(({ image, dockerfile, context }) => ({ image, dockerfile, context })),
    services: model.services.map(({ name }) => name),
    migrations: model.components.flatMap(({ migrationService }) => migrationService ?? []),
    users: model.components.map(({ name }) => name),
    requiredVariables: environmentEntries(model)
      .filter(({ required, buildTime }) => required && !buildTime)
      .map(({ name }) => name),
    stores: dataStores(model),
  };
}
