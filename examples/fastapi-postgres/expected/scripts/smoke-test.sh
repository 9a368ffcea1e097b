#!/usr/bin/env bash
# Asks every component of notes-service whether it works: containers run and are healthy, servers answer.
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
Usage: scripts/smoke-test.sh [options]

  --url NAME=URL         where to reach a component, instead of its published port; may be repeated
  --base-url URL         where to reach every component that --url does not name
  --timeout SECONDS      how long a component may take to answer (default: 60)
  --env-file FILE        variables of the deployment (default: .env)
  --compose-file FILE    compose file; repeat for overlays (default: compose.production.yaml)
  -h, --help             this text
USAGE
}

base_url=''
urls=()
timeout=60

while [ "$#" -gt 0 ]; do
  case "$1" in
    --url) need_value "$1" "$#"; urls+=("$2"); shift ;;
    --base-url) need_value "$1" "$#"; base_url="$2"; shift ;;
    --timeout) need_value "$1" "$#"; timeout="$2"; shift ;;
    --env-file) need_value "$1" "$#"; env_file="$2"; shift ;;
    --compose-file) need_value "$1" "$#"; compose_files+=("$2"); shift ;;
    -h | --help) usage; exit 0 ;;
    *) fail "unknown argument $1; see --help" ;;
  esac
  shift
done
if [ "${#compose_files[@]}" -eq 0 ]; then compose_files=(compose.production.yaml); fi
[[ "$timeout" =~ ^[1-9][0-9]{0,4}$ ]] || fail '--timeout takes seconds'

# Nothing is started here: any tag will do to read the compose files.
IMAGE_TAG="${IMAGE_TAG:-$(read_state current)}"
export IMAGE_TAG="${IMAGE_TAG:-unknown}"

# URL of a component: given, or the address at which Compose published its port.
address_of() {
  local entry published
  for entry in ${urls[@]+"${urls[@]}"}; do
    if [ "${entry%%=*}" = "$1" ]; then
      printf '%s\n' "${entry#*=}"
      return 0
    fi
  done
  if [ -n "$base_url" ]; then
    printf '%s\n' "$base_url"
    return 0
  fi
  published="$(compose port "$1" "$2" 2>/dev/null | head -n 1 || true)"
  case "$published" in
    '' | *:0) return 0 ;;
    0.0.0.0:* | '[::]:'*) printf 'http://127.0.0.1:%s\n' "${published##*:}" ;;
    *) printf 'http://%s\n' "$published" ;;
  esac
}

# Every container of a component runs, and is healthy where it has a health check.
containers_work() {
  local identifier state found=0
  while IFS= read -r identifier; do
    [ -n "$identifier" ] || continue
    found=1
    state="$(docker inspect --format '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}' "$identifier")"
    case "$state" in
      'running healthy' | 'running ') ;;
      *) return 1 ;;
    esac
  done < <(compose ps --all --quiet "$1" 2>/dev/null)
  [ "$found" -eq 1 ]
}

# A health path answers 2xx; without one, any answer below 500 shows that somebody listens.
answers() {
  local url="$1" path="$2" code status=0
  code="$(curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}' "${url%/}${path:-/}")" || status=$?
  # 1: what answers does not speak HTTP.
  if [ -z "$path" ] && [ "$status" -eq 1 ]; then return 0; fi
  [ "$status" -eq 0 ] || return 1
  if [ -n "$path" ]; then
    [ "$code" -ge 200 ] && [ "$code" -lt 300 ]
  else
    [ "$code" -ge 100 ] && [ "$code" -lt 500 ]
  fi
}

works() {
  local name="$1" port="$2" path="$3" url
  if [ -z "$port" ]; then
    containers_work "$name"
    return
  fi
  url="$(address_of "$name" "$port")"
  if [ -z "$url" ]; then
    containers_work "$name"
    return
  fi
  answers "$url" "$path"
}

failures=0
smoke() {
  local deadline=$((SECONDS + timeout))
  until works "$@"; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      printf 'failed: %s\n' "$1"
      failures=$((failures + 1))
      return 0
    fi
    sleep 1
  done
  printf 'passed: %s\n' "$1"
}

command -v curl >/dev/null || fail 'curl is not installed'
check_machine

# Name, port, health path.
smoke notes-service 8000 /health

if [ "$failures" -gt 0 ]; then fail "$failures of 1 components do not work"; fi
printf 'All 1 components work\n'
