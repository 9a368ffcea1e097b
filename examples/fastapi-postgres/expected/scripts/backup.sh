#!/usr/bin/env bash
# Backs up every data store of notes-service: one file each with its checksum; old backups are removed.
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
Usage: scripts/backup.sh [options]

  --keep N               newest backups to keep of each data store; 0 keeps all (default: 7)
  --directory PATH       where backups are written (default: backups)
  --env-file FILE        variables of the deployment (default: .env)
  --compose-file FILE    compose file; repeat for overlays (default: compose.production.yaml)
  --dry-run              print what would be done, change nothing
  -h, --help             this text

Data stores: postgres (postgres)
USAGE
}

keep=7
directory='backups'
dry_run=0

while [ "$#" -gt 0 ]; do
  case "$1" in
    --keep) need_value "$1" "$#"; keep="$2"; shift ;;
    --directory) need_value "$1" "$#"; directory="$2"; shift ;;
    --env-file) need_value "$1" "$#"; env_file="$2"; shift ;;
    --compose-file) need_value "$1" "$#"; compose_files+=("$2"); shift ;;
    --dry-run) dry_run=1 ;;
    -h | --help) usage; exit 0 ;;
    *) fail "unknown argument $1; see --help" ;;
  esac
  shift
done
if [ "${#compose_files[@]}" -eq 0 ]; then compose_files=(compose.production.yaml); fi
[[ "$keep" =~ ^[0-9]{1,4}$ ]] || fail '--keep takes a number'
IMAGE_TAG="${IMAGE_TAG:-$(read_state current)}"
export IMAGE_TAG="${IMAGE_TAG:-unknown}"
umask 077
timestamp="$(date -u +%Y%m%dT%H%M%SZ)"
partial=''
trap 'if [ -n "$partial" ]; then rm -f -- "$partial"; fi' EXIT

checksum() {
  if command -v sha256sum >/dev/null; then sha256sum -- "$1"; else shasum -a 256 -- "$1"; fi
}

dump_postgres() {
  # shellcheck disable=SC2016 # the variables are the container's
  compose exec --no-TTY postgres sh -c 'exec pg_dump --format=custom --no-owner --username "$POSTGRES_USER" --dbname "${POSTGRES_DB:-$POSTGRES_USER}"' </dev/null
}

remove_old() {
  local file count=0
  if [ "$keep" -eq 0 ]; then return 0; fi
  # Names sort by time, newest first.
  while IFS= read -r file; do
    count=$((count + 1))
    if [ "$count" -gt "$keep" ]; then
      printf 'Removing %s\n' "$file"
      rm -f -- "$file" "$file.sha256"
    fi
  done < <(find "$directory" -maxdepth 1 -type f -name "$1-[0-9]*T[0-9]*Z.$2" | LC_ALL=C sort -r)
}

# Written beside its place and moved there when it is complete.
back_up() {
  local service="$1" extension="$2" dump="$3"
  local file="$directory/$service-$timestamp.$extension"
  if ! grep -Fqx -- "$service" <<<"$defined"; then
    fail "the compose files hold no service $service: back it up where it runs"
  fi
  if [ "$dry_run" -eq 1 ]; then
    printf 'would write: %s\n' "$file"
    return 0
  fi
  partial="$file.partial"
  "$dump" >"$partial" || fail "$service could not be backed up"
  [ -s "$partial" ] || fail "the backup of $service is empty"
  mv -- "$partial" "$file"
  partial=''
  (cd -- "$directory" && checksum "${file##*/}" >"${file##*/}.sha256")
  printf 'Wrote %s (%s bytes)\n' "$file" "$(wc -c <"$file" | tr -d ' ')"
  remove_old "$service" "$extension"
}

check_machine
defined="$(compose config --services)"
if [ "$dry_run" -eq 0 ]; then
  mkdir -p -- "$directory"
  [ -f "$directory/.gitignore" ] || printf '*\n' >"$directory/.gitignore"
fi
back_up postgres dump dump_postgres
