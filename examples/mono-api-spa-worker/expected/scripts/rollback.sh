#!/usr/bin/env bash
# Starts an earlier version of mono-api-spa-worker again: the one before the current, or a named one.
# The database stays as it is: migrations are not undone (scripts/restore.sh brings back a backup, where there is one).
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

state_dir="${DEPLOY_STATE_DIR:-.deploy}"
env_file='.env'
compose_files=()

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

need_value() {
  [ "$2" -ge 2 ] || fail "$1 needs a value; see --help"
}

# Compose with the files and the environment of this deployment.
compose() {
  local file arguments=()
  for file in "${compose_files[@]}"; do
    arguments+=(--file "$file")
  done
  docker compose "${arguments[@]}" --env-file "$env_file" "$@"
}

read_state() {
  if [ -f "$state_dir/$1" ]; then cat -- "$state_dir/$1"; fi
}

check_machine() {
  local file
  command -v docker >/dev/null || fail 'docker is not installed'
  docker compose version >/dev/null 2>&1 || fail 'the Compose plug-in of Docker is not installed'
  docker info >/dev/null 2>&1 || fail 'no Docker engine answers'
  for file in "${compose_files[@]}"; do
    [ -f "$file" ] || fail "$file is missing"
  done
  [ -f "$env_file" ] || fail "$env_file is missing: make it from .env.example and fill it in"
  # Compose warns at every call about a registry that is not set.
  if [ -z "${IMAGE_REGISTRY+set}" ] && ! grep -q '^IMAGE_REGISTRY=' -- "$env_file"; then export IMAGE_REGISTRY=''; fi
}

usage() {
  cat <<'USAGE'
Usage: scripts/rollback.sh [options]

  --to TAG               version to go back to (default: the one before the current)
  --env-file FILE        variables of the deployment (default: .env)
  --compose-file FILE    compose file; repeat for overlays (default: compose.production.yaml)
  --timeout SECONDS      how long services may take to become healthy (default: 180)
  --dry-run              print what would be done, change nothing
  -h, --help             this text
USAGE
}

kept_services=(postgres redis )
target=''
timeout=180
dry_run=0
options=()

while [ "$#" -gt 0 ]; do
  case "$1" in
    --to) need_value "$1" "$#"; target="$2"; shift ;;
    --env-file) need_value "$1" "$#"; env_file="$2"; shift ;;
    --compose-file) need_value "$1" "$#"; compose_files+=("$2"); shift ;;
    --timeout) need_value "$1" "$#"; timeout="$2"; shift ;;
    --dry-run) dry_run=1 ;;
    -h | --help) usage; exit 0 ;;
    *) fail "unknown argument $1; see --help" ;;
  esac
  shift
done
if [ "${#compose_files[@]}" -eq 0 ]; then compose_files=(compose.production.yaml); fi
[[ "$timeout" =~ ^[1-9][0-9]{0,4}$ ]] || fail '--timeout takes seconds'

current="$(read_state current)"
if [ -z "$target" ]; then target="$(read_state previous)"; fi
[ -n "$target" ] || fail 'no earlier version is recorded; name one with --to TAG'
[[ "$target" =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]] || fail "'$target' is not an image tag"
export IMAGE_TAG="$target"
options+=(--env-file "$env_file")
for file in "${compose_files[@]}"; do options+=(--compose-file "$file"); done

# Everything that is not a backing service or a migration; one name a line.
applications() {
  local service kept
  while IFS= read -r service; do
    for kept in ${kept_services[@]+"${kept_services[@]}"}; do
      if [ "$kept" = "$service" ]; then continue 2; fi
    done
    printf '%s\n' "$service"
  done < <(compose config --services | LC_ALL=C sort)
}

write_state() {
  printf '%s\n' "$2" >"$state_dir/$1.new"
  mv -f -- "$state_dir/$1.new" "$state_dir/$1"
}

check_machine
names=()
while IFS= read -r name; do
  if [ -n "$name" ]; then names+=("$name"); fi
done < <(applications)
[ "${#names[@]}" -gt 0 ] || fail 'the compose files hold no application'

printf 'Rolling back to %s (now: %s)\n' "$target" "${current:-unknown}"
if [ "$dry_run" -eq 1 ]; then
  printf 'would start:'
  printf ' %s' "${names[@]}"
  printf '\nNothing was changed.\n'
  exit 0
fi
mkdir -p -- "$state_dir"
printf '*\n' >"$state_dir/.gitignore"
mkdir -- "$state_dir/lock" 2>/dev/null || fail "a deployment is at work; when there is none, remove $state_dir/lock"
trap 'rm -rf -- "$state_dir/lock"' EXIT
printf '%s\n' "$$" >"$state_dir/lock/process"

compose up --detach --no-build --no-deps --wait --wait-timeout "$timeout" "${names[@]}" ||
  fail "$target does not become healthy"
scripts/smoke-test.sh "${options[@]}" || fail "the smoke test of $target fails"
if [ -n "$current" ] && [ "$current" != "$target" ]; then write_state previous "$current"; fi
write_state current "$target"
printf '%s rolled back to %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$target" >>"$state_dir/history"
printf '%s runs again\n' "$target"
