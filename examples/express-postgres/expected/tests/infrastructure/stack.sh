#!/usr/bin/env bash
# Starts the whole of orders-api beside whatever runs, calls every component, restarts and stops them, and removes everything.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

usage() {
  cat <<'USAGE'
Usage: tests/infrastructure/stack.sh [--keep]

Uses compose.yaml under a project name of its own (STACK_PROJECT, default orders-api-stack-test) and free ports.

  --keep       leave the stack running at the end
  -h, --help   this text
USAGE
}

keep=0
case "${1:-}" in
  '') ;;
  --keep) keep=1 ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac
command -v curl >/dev/null || { echo 'error: curl is not installed' >&2; exit 1; }
if ! docker compose version >/dev/null 2>&1 || ! docker info >/dev/null 2>&1; then
  echo 'error: no Docker engine with Compose answers' >&2
  exit 1
fi

export COMPOSE_PROJECT_NAME="${STACK_PROJECT:-orders-api-stack-test}"
directory="$(mktemp -d)"
variables="$directory/variables"
umask 077
if [ -x scripts/create-env-file.sh ]; then
  scripts/create-env-file.sh "$variables" >/dev/null
elif [ -f .env.example ]; then
  cp -- .env.example "$variables"
fi
give() {
  grep -q "^$1=." -- "$variables" 2>/dev/null || printf '%s=%s\n' "$1" "$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" >>"$variables"
}
give STACK_TEST
give GRAFANA_ADMIN_PASSWORD
give JWT_SECRET
give POSTGRES_PASSWORD
# Port 0: Docker picks a free one.
echo ORDERS_API_HOST_PORT=0 >>"$variables"

compose() {
  docker compose --file compose.yaml --env-file "$variables" "$@"
}

# shellcheck disable=SC2317,SC2329 # run by the trap
clean_up() {
  local status="$?"
  if [ "$status" -ne 0 ]; then
    compose ps --all >&2 || true
    compose logs --no-color --tail 40 >&2 || true
  fi
  if [ "$keep" -eq 0 ]; then compose down --volumes --remove-orphans --rmi local --timeout 10 >/dev/null 2>&1 || true; fi
  rm -rf -- "$directory"
}
trap clean_up EXIT

fail() {
  printf 'failed: %s\n' "$*" >&2
  exit 1
}

# Name, port, health path. Without a path, any answer below 500 shows that somebody listens.
answers() {
  local name="$1" port="$2" path="$3" address code status=0
  address="$(compose port "$name" "$port" | head -n 1)"
  case "$address" in
    '' | *:0) return 1 ;;
  esac
  code="$(curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}' "http://127.0.0.1:${address##*:}${path:-/}")" || status=$?
  if [ -z "$path" ] && [ "$status" -eq 1 ]; then return 0; fi
  [ "$status" -eq 0 ] || return 1
  if [ -n "$path" ]; then [ "$code" -ge 200 ] && [ "$code" -lt 300 ]; else [ "$code" -ge 100 ] && [ "$code" -lt 500 ]; fi
}

works() {
  local name="$1" port="$2" waited=0
  if [ -z "$port" ]; then
    [ -n "$(compose ps --quiet --status running "$name")" ] || fail "$name does not run"
    return 0
  fi
  until answers "$@"; do
    waited=$((waited + 1))
    [ "$waited" -lt 90 ] || fail "$name does not answer"
    sleep 1
  done
}

test_component() {
  local name="$1"
  works "$@"
  printf 'passed: %s works\n' "$name"
  compose restart --no-deps --timeout 20 "$name" >/dev/null 2>&1 || fail "$name does not restart"
  works "$@"
  printf 'passed: %s works again after a restart\n' "$name"
}

test_stop() {
  local name="$1" identifier code
  identifier="$(compose ps --quiet "$name" | head -n 1)"
  [ -n "$identifier" ] || fail "$name does not run"
  compose stop --timeout 20 "$name" >/dev/null 2>&1
  code="$(docker inspect --format '{{.State.ExitCode}}' "$identifier")"
  [ "$code" -ne 137 ] || fail "$name does not stop on SIGTERM within 20 s"
  printf 'passed: %s stops on SIGTERM\n' "$name"
}

compose up --detach --build --wait --wait-timeout 300 --quiet-pull >"$directory/up.log" 2>&1 || {
  tail -n 40 -- "$directory/up.log" >&2
  fail 'the stack does not become healthy'
}
printf 'passed: the stack becomes healthy\n'
test_component orders-api 3000 /health
test_stop orders-api
printf 'The stack works\n'
