import type { FileTree, TaskFileStep } from '@devops-orchestrator/contracts';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';
import { joinPath } from '../delivery-model/dockerfile-location.js';

/** What a component's image is made from. */
export interface ImageInput {
  deployable: DeployableComponent;
  /** All components that run this image, itself first: one package may be a server and a worker. */
  processes: readonly DeployableComponent[];
  files: FileTree;
}

/** One image: its Dockerfile, what goes beside it, and what a reader of the task must know. */
export interface ImagePlan {
  dockerfile: string;
  /** Further files of the build context, such as the web server's configuration. */
  extraFiles: readonly TaskFileStep[];
  /** Sentences for the task's context. */
  notes: readonly string[];
  /** Base images, for checks that need them. */
  images: readonly string[];
  /** Paths that it writes to besides `/tmp` and its volumes: memory is mounted there when the root is read-only. */
  scratch: readonly string[];
}

/** Where a component of a context lies in its image. */
export function directoryInImage(context: string, path: string): string {
  if (path === context) return '/app';
  return joinPath('/app', context === '.' ? path : path.slice(context.length + 1));
}

/** Variables that open a server to other machines: in the image, so that it also answers outside Compose. */
export function bindVariables({ environment }: DeployableComponent): Record<string, string> {
  const found = environment.flatMap(({ name, value }): [string, string][] =>
    value?.startsWith('0.0.0.0') === true ? [[name, value]] : [],
  );
  return Object.fromEntries(found);
}
