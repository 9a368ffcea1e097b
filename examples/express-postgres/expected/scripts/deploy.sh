#!/usr/bin/env bash
# Deploys one version of orders-api on this machine: images, migrations, services, smoke test.
# When the new version does not become healthy, the version before it is started again.
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
Usage: scripts/deploy.sh [options] TAG

Deploys the images tagged TAG. Running it again with the same tag changes nothing.

  --build                build the images on this machine instead of pulling them
  --no-pull              use images that are on this machine already
  --env-file FILE        variables of the deployment (default: .env)
  --compose-file FILE    compose file; repeat for overlays (default: compose.production.yaml)
  --timeout SECONDS      how long services may take to become healthy (default: 180)
  --no-rollback          leave a failed deployment as it is
  --dry-run              check everything, print what would be done, change nothing
  -h, --help             this text

The registry comes from IMAGE_REGISTRY, in the environment or in the env file.
State: .deploy/ (or DEPLOY_STATE_DIR) holds the current and the previous tag.
USAGE
}

required_variables=(GRAFANA_ADMIN_PASSWORD JWT_SECRET POSTGRES_PASSWORD )
backing_services=(postgres )
migrations=(orders-api-migrate )

images='pull'
tag=''
timeout=180
dry_run=0
rollback=1
options=()

while [ "$#" -gt 0 ]; do
  case "$1" in
    --build) images='build' ;;
    --no-pull) images='present' ;;
    --env-file) need_value "$1" "$#"; env_file="$2"; shift ;;
    --compose-file) need_value "$1" "$#"; compose_files+=("$2"); shift ;;
    --timeout) need_value "$1" "$#"; timeout="$2"; shift ;;
    --no-rollback) rollback=0 ;;
    --dry-run) dry_run=1 ;;
    -h | --help) usage; exit 0 ;;
    -*) fail "unknown option $1; see --help" ;;
    *) [ -z "$tag" ] || fail 'give one tag'; tag="$1" ;;
  esac
  shift
done
if [ "${#compose_files[@]}" -eq 0 ]; then compose_files=(compose.production.yaml); fi
[ -n "$tag" ] || { usage >&2; exit 2; }
[[ "$tag" =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]] || fail "'$tag' is not an image tag"
[[ "$timeout" =~ ^[1-9][0-9]{0,4}$ ]] || fail '--timeout takes seconds'

export IMAGE_TAG="$tag"
options+=(--env-file "$env_file")
for file in "${compose_files[@]}"; do options+=(--compose-file "$file"); done

run() {
  if [ "$dry_run" -eq 1 ]; then
    printf 'would run:'
    printf ' %q' "$@"
    printf '\n'
  else
    "$@"
  fi
}

# Says which variables have no value; never says a value.
check_variables() {
  local name missing=0
  for name in ${required_variables[@]+"${required_variables[@]}"}; do
    if [ -n "${!name:-}" ]; then continue; fi
    if grep -Eq "^[[:space:]]*(export[[:space:]]+)?$name=[\"']?[^\"'[:space:]]" -- "$env_file"; then continue; fi
    printf 'error: %s has no value in %s\n' "$name" "$env_file" >&2
    missing=1
  done
  [ "$missing" -eq 0 ] || exit 1
  compose config --quiet || fail "the compose files do not fit $env_file"
}

contains() {
  local wanted="$1" item
  shift
  for item in "$@"; do
    if [ "$item" = "$wanted" ]; then return 0; fi
  done
  return 1
}

take_lock() {
  local holder
  mkdir -p -- "$state_dir"
  printf '*\n' >"$state_dir/.gitignore"
  if ! mkdir -- "$state_dir/lock" 2>/dev/null; then
    holder="$(read_state lock/process)"
    if [ -z "$holder" ] || kill -0 "$holder" 2>/dev/null; then
      fail "another deployment is at work (process ${holder:-unknown}); when there is none, remove $state_dir/lock"
    fi
    printf '%s\n' "$holder" >"$state_dir/lock/process"
  fi
  printf '%s\n' "$$" >"$state_dir/lock/process"
  trap 'rm -rf -- "$state_dir/lock"' EXIT
}

# The full name of an image as the compose files write it.
image_reference() {
  local reference
  while IFS= read -r reference; do
    case "$reference" in
      "$1:$tag" | */"$1:$tag") printf '%s\n' "$reference"; return 0 ;;
    esac
  done < <(compose config --images)
  return 1
}

build_image() {
  local reference
  reference="$(image_reference "$1")" || fail "the compose files name no image $1:$tag"
  run docker build --tag "$reference" --file "$2" "$3"
}

# shellcheck disable=SC2016 # a path may hold a dollar sign
get_images() {
  case "$images" in
    pull) run compose pull --quiet || fail "not every image of $tag can be pulled; nothing was changed" ;;
    build)
      build_image orders-api Dockerfile .
      ;;
    present) ;;
  esac
}

# Backing services first, then each migration once, then the applications.
start_services() {
  local service defined applications=() backing=() one_shot=() migration
  defined="$(compose config --services | LC_ALL=C sort)" || return 1
  while IFS= read -r service; do
    if contains "$service" ${migrations[@]+"${migrations[@]}"}; then
      one_shot+=("$service")
    elif contains "$service" ${backing_services[@]+"${backing_services[@]}"}; then
      backing+=("$service")
    elif [ -n "$service" ]; then
      applications+=("$service")
    fi
  done <<<"$defined"
  if [ "${#backing[@]}" -gt 0 ]; then
    run compose up --detach --no-build --wait --wait-timeout "$timeout" "${backing[@]}" || return 1
  fi
  for migration in ${one_shot[@]+"${one_shot[@]}"}; do
    printf 'Migrating: %s\n' "$migration"
    run compose run --rm --no-deps --no-TTY "$migration" </dev/null || return 1
  done
  if [ "${#applications[@]}" -gt 0 ]; then
    # Without their dependencies: the migrations have run.
    run compose up --detach --no-build --no-deps --wait --wait-timeout "$timeout" "${applications[@]}" || return 1
  fi
}

write_state() {
  printf '%s\n' "$2" >"$state_dir/$1.new"
  mv -f -- "$state_dir/$1.new" "$state_dir/$1"
}

record() {
  if [ "$current" != "$tag" ] && [ -n "$current" ]; then write_state previous "$current"; fi
  write_state current "$tag"
  printf '%s deployed %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$tag" >>"$state_dir/history"
}

give_up() {
  printf 'error: %s\n' "$1" >&2
  printf '%s failed %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$tag" >>"$state_dir/history"
  compose ps --all >&2 || true
  if [ "$rollback" -eq 1 ] && [ -n "$current" ] && [ "$current" != "$tag" ]; then
    printf 'Rolling back to %s\n' "$current" >&2
    rm -rf -- "$state_dir/lock"
    if scripts/rollback.sh "${options[@]}" --timeout "$timeout" --to "$current" >&2; then
      printf 'error: %s was not deployed; %s runs again\n' "$tag" "$current" >&2
    else
      printf 'error: %s was not deployed, and the rollback to %s failed too\n' "$tag" "$current" >&2
    fi
  fi
  exit 1
}

check_machine
check_variables
current="$(read_state current)"
if [ "$dry_run" -eq 0 ]; then take_lock; fi

printf 'Deploying %s (now: %s)\n' "$tag" "${current:-nothing}"
get_images
start_services || give_up "$tag does not become healthy"
run scripts/smoke-test.sh "${options[@]}" || give_up "the smoke test of $tag fails"
if [ "$dry_run" -eq 1 ]; then
  printf 'Nothing was changed.\n'
else
  record
  printf 'Deployed %s\n' "$tag"
fi
