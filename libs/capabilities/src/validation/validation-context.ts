import type { CapabilityInput } from '../capability.js';
import { imageOwners } from '../container-image/build-image.js';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';
import { environmentEntries, hostPortVariable } from '../requirements/environment-file.js';

/** What the templates of the validation scripts take. */
export interface ValidationContext {
  project: string;
  composeFile: string;
  composeFiles: readonly string[];
  dockerfiles: readonly string[];
  components: readonly { name: string; port: string; path: string }[];
  /** Components whose stop is tested: jobs end by themselves. */
  stoppable: readonly string[];
  images: readonly {
    image: string;
    dockerfile: string;
    context: string;
    port: string;
    /** 1 when it needs no other service and no variable to run. */
    alone: number;
    /** 1 when the Dockerfile is the user's. */
    kept: number;
  }[];
  requiredVariables: readonly string[];
  /** Infrastructure files of the user's: what tools find in them is advice. */
  keptFiles: readonly string[];
  hostPorts: readonly string[];
}

/** Collects what the validation scripts test from the delivery model. */
export function validationContext({ model, files }: Pick<CapabilityInput, 'model' | 'files'>): ValidationContext {
  const lasting = model.components.filter(({ component }) => component.kind !== 'job');
  const owners = imageOwners({ model });
  return {
    project: model.project,
    composeFile: model.compose.path,
    composeFiles: [...new Set([model.compose.path, model.productionCompose.path])],
    keptFiles: files.paths.filter((path) => infrastructureFile.test(path)),
    dockerfiles: [...new Set(owners.map(({ dockerfile }) => dockerfile))].sort(),
    components: lasting.map(({ name, port, healthPath }) => ({
      name,
      port: port === undefined ? '' : String(port),
      path: port === undefined ? '' : (healthPath ?? ''),
    })),
    stoppable: lasting.map(({ name }) => name),
    images: owners.map((owner) => ({
      image: owner.image,
      dockerfile: owner.dockerfile,
      context: owner.context,
      port: owner.port === undefined ? '' : String(owner.port),
      alone: runsAlone(owner) ? 1 : 0,
      kept: owner.dockerfileKept ? 1 : 0,
    })),
    requiredVariables: environmentEntries(model)
      .filter(({ required }) => required)
      .map(({ name }) => name),
    hostPorts: model.components
      .filter(({ hostPort }) => hostPort !== undefined)
      .map(({ name }) => hostPortVariable(name)),
  };
}

const infrastructureFile =
  /^(?:scripts|tests\/infrastructure)\/[^/]+\.sh$|^\.github\/workflows\/|^monitoring\/|(?:^|\/)(?:[^/]*[Dd]ockerfile[^/]*|(?:docker-)?compose[^/]*\.ya?ml)$/;

/** A site or server that waits for nobody, and that needs nothing which only Compose gives it. */
function runsAlone({ component, dockerfileKept, environment, needs, port }: DeployableComponent): boolean {
  if (dockerfileKept || port === undefined || needs.length > 0 || component.services.length > 0) return false;
  if ((component.dataDirectories ?? []).length > 0) return false;
  const given = environment.filter(({ name }) => name !== component.portVariable && name !== 'NODE_ENV');
  return given.every(({ required, value }) => !required && value === undefined);
}
