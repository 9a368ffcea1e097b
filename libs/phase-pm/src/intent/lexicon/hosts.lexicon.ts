/** Registries that have a name of their own. */
export const publicRegistry =
  /^(?:ghcr\.io|docker\.io|quay\.io|(?:.*\.)?gcr\.io|registry\.gitlab\.com|registry\.hub\.docker\.com|hub\.docker\.com)$/;

/** Hosts that are registries by the look of them. */
export const privateRegistry =
  /(?:^|\.)(?:registry|harbor|cr|docker|containers?)\.|\.azurecr\.io$|\.dkr\.ecr\.|\.pkg\.dev$|\.ocir\.io$/;

/** Endings that are files, frameworks or platforms, and hosts that code lives on. */
export const notAHost =
  /\.(?:ya?ml|json|toml|md|txt|sh|js|ts|jsx|tsx|mjs|cjs|py|go|rs|rb|php|java|kt|cs|html?|css|scss|xml|conf|ini|env|lock|tf|tfvars|hcl|sql|log|exe|zip|gz|png|jpe?g|svg|webp|pdf|csv|dockerfile|dockerignore|gitignore|properties|gradle)$|^(?:asp|vb|socket|fly|github|gitlab|bitbucket)\.(?:net|io|com|org)$|^www\.github\.com$/;

/** A name of two parts is a host where its ending is one that sites commonly have. */
export const commonEnding =
  /\.(?:com|org|net|io|dev|app|cloud|shop|store|tech|info|biz|co|eu|us|uk|de|fr|es|it|nl|pl|pt|br|ru|cn|jp|in|ch|at|be|se|no|dk|fi|cz|ai|me|tv|xyz|online|site|example|test|local|internal|corp)$/;
