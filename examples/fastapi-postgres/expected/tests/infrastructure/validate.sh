#!/usr/bin/env bash
# Checks the infrastructure files of notes-service with every tool found on this machine. Starts nothing, changes nothing.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

usage() {
  cat <<'USAGE'
Usage: tests/infrastructure/validate.sh [--strict]

Prints one verdict for each check: passed, failed, advice (a file that was there before), or skipped with the reason.

  --strict     a check whose tool is missing fails
  -h, --help   this text
USAGE
}

strict=0
case "${1:-}" in
  '') ;;
  --strict) strict=1 ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

passed=0
failed=0
advice=0
skipped=0
output="$(mktemp)"
variables="$(mktemp)"
trap 'rm -f -- "$output" "$variables"' EXIT
# Values that only show whether the files fit together.
printf '%s=placeholder\n' IMAGE_TAG GRAFANA_ADMIN_PASSWORD POSTGRES_PASSWORD >"$variables"

skip() {
  printf 'skipped: %s (%s)\n' "$1" "$2"
  skipped=$((skipped + 1))
  if [ "$strict" -eq 1 ]; then failed=$((failed + 1)); fi
}

# Files that were there before: what a tool says about them is told, and fails nothing.
# shellcheck disable=SC2016 # a path may hold a dollar sign
kept_files=()
is_kept() {
  local file
  for file in ${kept_files[@]+"${kept_files[@]}"}; do
    if [ "$file" = "$1" ]; then return 0; fi
  done
  return 1
}

# Name of the check, tool it needs, command that ends in the file.
check() {
  local name="$1" tool="$2"
  shift 2
  if ! command -v "$tool" >/dev/null; then
    skip "$name" "$tool is not installed"
  elif "$@" >"$output" 2>&1; then
    printf 'passed: %s\n' "$name"
    passed=$((passed + 1))
  elif is_kept "${!#}"; then
    printf 'advice: %s\n' "$name"
    sed 's/^/  /' -- "$output"
    advice=$((advice + 1))
  else
    printf 'failed: %s\n' "$name"
    sed 's/^/  /' -- "$output"
    failed=$((failed + 1))
  fi
}

compose_is_valid() {
  docker compose --env-file "$variables" --file "$1" config --quiet
}

for file in scripts/*.sh tests/infrastructure/*.sh; do
  [ -f "$file" ] || continue
  check "$file parses" bash bash -n "$file"
  check "$file under shellcheck" shellcheck shellcheck "$file"
done
lint_dockerfile() {
  if [ -f "$1" ]; then check "$1 under hadolint" hadolint hadolint --failure-threshold warning "$1"; fi
}
check_compose() {
  if [ ! -f "$1" ]; then return 0; fi
  if docker compose version >/dev/null 2>&1; then
    check "$1 is valid" docker compose_is_valid "$1"
  else
    skip "$1 is valid" 'Docker Compose is not installed'
  fi
}
# shellcheck disable=SC2016 # a path may hold a dollar sign
check_named_files() {
  lint_dockerfile Dockerfile
  check_compose compose.yaml
  check_compose compose.production.yaml
}
check_named_files
for file in .github/workflows/*.yml .github/workflows/*.yaml; do
  [ -f "$file" ] || continue
  check "$file under actionlint" actionlint actionlint "$file"
  check "$file under zizmor" zizmor zizmor --offline --no-progress "$file"
done
if [ -f monitoring/prometheus/prometheus.yml ]; then
  check 'Prometheus configuration' promtool promtool check config --syntax-only monitoring/prometheus/prometheus.yml
fi
for file in monitoring/prometheus/rules/*.yml; do
  [ -f "$file" ] || continue
  check "$file holds valid rules" promtool promtool check rules "$file"
done
for file in monitoring/prometheus/tests/*.yml; do
  [ -f "$file" ] || continue
  check "$file: alerts fire" promtool promtool test rules "$file"
done
if [ -f monitoring/alertmanager/alertmanager.yml ]; then
  check 'Alertmanager configuration' amtool amtool check-config monitoring/alertmanager/alertmanager.yml
fi

printf '%d passed, %d failed, %d with advice, %d skipped\n' "$passed" "$failed" "$advice" "$skipped"
[ "$failed" -eq 0 ]
