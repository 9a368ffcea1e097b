#!/usr/bin/env bash
# Puts one backup of mono-api-spa-worker back in place of what is there now, after checking it and backing up what it replaces.
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
Usage: scripts/restore.sh --yes [options] FILE

FILE is a backup written by scripts/backup.sh; its name says which data store it belongs to.

  --yes                  required: what is in the data store now is replaced
  --no-safety-backup     do not back up first what is there now
  --timeout SECONDS      how long services may take to become healthy (default: 180)
  --env-file FILE        variables of the deployment (default: .env)
  --compose-file FILE    compose file; repeat for overlays (default: compose.production.yaml)
  --dry-run              check the file, print what would be done, change nothing
  -h, --help             this text
USAGE
}

users=(backend thumbnails-frontend worker )
file=''
confirmed=0
safety=1
timeout=180
dry_run=0
options=()

while [ "$#" -gt 0 ]; do
  case "$1" in
    --yes) confirmed=1 ;;
    --no-safety-backup) safety=0 ;;
    --timeout) need_value "$1" "$#"; timeout="$2"; shift ;;
    --env-file) need_value "$1" "$#"; env_file="$2"; shift ;;
    --compose-file) need_value "$1" "$#"; compose_files+=("$2"); shift ;;
    --dry-run) dry_run=1 ;;
    -h | --help) usage; exit 0 ;;
    -*) fail "unknown option $1; see --help" ;;
    *) [ -z "$file" ] || fail 'give one file'; file="$1" ;;
  esac
  shift
done
if [ "${#compose_files[@]}" -eq 0 ]; then compose_files=(compose.production.yaml); fi
[ -n "$file" ] || { usage >&2; exit 2; }
[ -f "$file" ] || fail "$file is missing"
[[ "$timeout" =~ ^[1-9][0-9]{0,4}$ ]] || fail '--timeout takes seconds'
IMAGE_TAG="${IMAGE_TAG:-$(read_state current)}"
export IMAGE_TAG="${IMAGE_TAG:-unknown}"
options+=(--env-file "$env_file")
for overlay in "${compose_files[@]}"; do options+=(--compose-file "$overlay"); done

check_checksum() {
  [ -f "$file.sha256" ] || fail "$file.sha256 is missing: the file cannot be checked"
  (
    cd -- "$(dirname -- "$file")"
    if command -v sha256sum >/dev/null; then
      sha256sum --check --status -- "${file##*/}.sha256"
    else
      shasum -a 256 --check --status -- "${file##*/}.sha256"
    fi
  ) || fail "$file does not match its checksum"
}

restore_postgres() {
  compose up --detach --no-build --no-recreate --no-deps --wait --wait-timeout "$timeout" postgres </dev/null || return 1
  # shellcheck disable=SC2016 # the variables are the container's
  compose exec --no-TTY postgres sh -c 'exec pg_restore --clean --if-exists --no-owner --exit-on-error --single-transaction --username "$POSTGRES_USER" --dbname "${POSTGRES_DB:-$POSTGRES_USER}"'
}

restore_redis() {
  compose stop redis </dev/null || return 1
  # shellcheck disable=SC2016 # the variables are the container's
  compose run --rm --no-deps --no-TTY --user redis --entrypoint sh redis -c 'set -eu
cd /data
rm -rf appendonlydir appendonly.aof
cat > dump.rdb
redis-server --dir /data --appendonly no --bind 127.0.0.1 --port 6379 --daemonize yes --logfile /dev/null --pidfile "" >/dev/null
until [ "$(redis-cli ping 2>/dev/null)" = PONG ]; do sleep 1; done
redis-cli config set appendonly yes >/dev/null
until redis-cli info persistence | grep -q "aof_rewrite_in_progress:0" && redis-cli info persistence | grep -q "aof_rewrite_scheduled:0"; do sleep 1; done
redis-cli shutdown save' || return 1
  compose up --detach --no-build --no-recreate --no-deps --wait --wait-timeout "$timeout" redis </dev/null
}

name="${file##*/}"
case "$name" in
  postgres-[0-9]*T[0-9]*Z.dump) service=postgres restore=restore_postgres ;;
  redis-[0-9]*T[0-9]*Z.rdb) service=redis restore=restore_redis ;;
  *) fail "$name is not a backup of a data store of this project" ;;
esac

check_machine
check_checksum
running=()
while IFS= read -r candidate; do
  for user in ${users[@]+"${users[@]}"}; do
    if [ "$user" = "$candidate" ]; then running+=("$candidate"); fi
  done
done < <(compose ps --services --status running)

if [ "$dry_run" -eq 1 ]; then
  printf 'would restore %s into %s\nNothing was changed.\n' "$file" "$service"
  exit 0
fi
[ "$confirmed" -eq 1 ] || fail "this replaces what is in $service now: say --yes"

if [ "$safety" -eq 1 ]; then
  printf 'Backing up what is there now\n'
  scripts/backup.sh "${options[@]}" --keep 0
fi
if [ "${#running[@]}" -gt 0 ]; then
  printf 'Stopping: %s\n' "${running[*]}"
  compose stop "${running[@]}"
fi

status=0
"$restore" <"$file" || status=$?
if [ "${#running[@]}" -gt 0 ]; then
  compose start "${running[@]}"
  compose up --detach --no-build --no-recreate --no-deps --wait --wait-timeout "$timeout" "${running[@]}" || status=$?
fi
[ "$status" -eq 0 ] || fail "$service was not restored"
printf 'Restored %s into %s\n' "$file" "$service"
