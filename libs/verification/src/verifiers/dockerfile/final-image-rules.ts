import type { Report } from '../../verifier.js';
import { execForm, finalChain, resolveArguments } from './dockerfile-model.js';
import type { DockerfileModel } from './dockerfile-model.js';

/** Bases that run as another user than root by themselves. */
const nonRootBase = /:[^/]*nonroot|\/nginx-unprivileged|\/bitnami|\/chainguard\/|cgr\.dev\//;
const developmentServer =
  /\b(nodemon|ts-node-dev|webpack-dev-server|webpack serve|vite dev|next dev|nuxt dev|react-scripts start|ng serve|flask run|manage\.py runserver|fastapi dev|npm (run )?dev|yarn (run )?dev|pnpm (run )?dev|bun (run )?dev|uvicorn [^&|;]*--reload|rails server -e development|php artisan serve|tsx watch|npm run start:dev|air)\b/;

/** Rules on what the finished image runs as, shows and starts. */
export function verifyFinalImage(model: DockerfileModel, report: Report): void {
  const chain = finalChain(model);
  const instructions = chain.flatMap((stage) => stage.instructions);
  const last = (keyword: string) => instructions.filter((instruction) => instruction.keyword === keyword).at(-1);
  const final = model.stages.at(-1);
  verifyUser(last('USER'), resolveArguments(chain[0]?.base ?? '', model), final?.line ?? 1, report);
  const exposed = last('EXPOSE');
  if (exposed && !last('HEALTHCHECK') && chain[0]?.base !== 'scratch') {
    report('CKV_DOCKER_2', 'warning', exposed.line, 'The image shows a port but has no HEALTHCHECK.');
  }
  for (const start of [last('CMD'), last('ENTRYPOINT')]) {
    if (!start) continue;
    const words = execForm(start.text)?.join(' ') ?? start.text;
    if (developmentServer.test(words)) {
      report('development-server', 'warning', start.line, `'${words.slice(0, 80)}' starts a development server.`);
    }
  }
}

function verifyUser(
  user: { text: string; line: number } | undefined,
  base: string,
  line: number,
  report: Report,
): void {
  if (!user) {
    if (!nonRootBase.test(base)) report('CKV_DOCKER_3', 'warning', line, 'The container runs as root: add USER.');
  } else if (/^(root|0)(:|$)/.test(user.text.trim())) {
    report('DL3002', 'warning', user.line, 'The last USER is root.');
  }
}
