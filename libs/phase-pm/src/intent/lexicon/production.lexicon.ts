/** What "production-ready" asks for: the kinds of work that every production service needs. */
export const productionCapabilities: readonly string[] = [
  'container-image',
  'compose',
  'ci:github',
  'monitoring',
  'deployment-scripts',
  'validation',
];

/** Words that ask a pipeline for more than tests: it then builds and ships images. */
export const shippingWords =
  /\b(?:cd|cicd|deliver\w*|deploy\w*|publish\w*|releas\w*|push\w*|images?|containers?|docker\w*|scan\w*|sbom|registry|ghcr|pipelines?)\b|流水线|镜像/;
