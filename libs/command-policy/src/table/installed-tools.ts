/** Development tools that packages bring along, that work on the repository alone and take no command in their words. */
export const installedTools =
  /^(?:tsc|eslint|prettier|jest|vitest|mocha|ava|tap|playwright|cypress|vite|next|nuxt|ng|nest|astro|webpack|rollup|swc|turbo|biome|stylelint|markdownlint|markdownlint-cli2|commitlint|typedoc|depcheck|knip|cspell|pytest|ruff|mypy|black|flake8|isort|pylint|bandit|coverage|yamllint|rspec|rubocop|brakeman|phpunit|phpstan)$/;
