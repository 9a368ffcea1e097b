#!/usr/bin/env bash
# Builds every image of notes-service and tests its structure: user, ports, health check, contents, clean stop.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

usage() {
  cat <<'USAGE'
Usage: tests/infrastructure/images.sh [--tag TAG]

Images are built under a tag of their own and removed at the end.

  --tag TAG    test the images that have this tag already, instead of building them
  -h, --help   this text
USAGE
}

tag='structure-test'
build=1
case "${1:-}" in
  '') ;;
  --tag) [ "$#" -eq 2 ] || { usage >&2; exit 2; }; tag="$2"; build=0 ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac
if ! docker info >/dev/null 2>&1; then
  echo 'error: no Docker engine answers' >&2
  exit 1
fi

failures=0
built=()
container=''
directory="$(mktemp -d)"
# shellcheck disable=SC2317,SC2329 # run by the trap
clean_up() {
  if [ -n "$container" ]; then docker rm --force --volumes "$container" >/dev/null 2>&1 || true; fi
  if [ "${#built[@]}" -gt 0 ]; then docker image rm --force "${built[@]}" >/dev/null 2>&1 || true; fi
  rm -rf -- "$directory"
}
trap clean_up EXIT

# Finding in a Dockerfile that was there before: told, and no failure.
kept=0
verdict() {
  if [ "$1" = passed ]; then
    printf 'passed: %s\n' "$2"
  elif [ "$kept" -eq 1 ]; then
    printf 'advice: %s\n' "$2"
  else
    printf 'failed: %s\n' "$2"
    failures=$((failures + 1))
  fi
}

test_user() {
  local user
  user="$(docker image inspect --format '{{.Config.User}}' "$1")"
  if [[ "${user%%:*}" =~ ^[1-9][0-9]*$ ]]; then verdict passed "$1 runs as user $user"; else verdict failed "$1 runs as user '$user', not as a number above 0"; fi
}

test_port() {
  if [ -z "$2" ]; then return 0; fi
  if docker image inspect --format '{{range $port, $_ := .Config.ExposedPorts}}{{println $port}}{{end}}' "$1" | grep -qx "$2/tcp"; then
    verdict passed "$1 exposes port $2"
  else
    verdict failed "$1 does not expose port $2"
  fi
  if [ "$(docker image inspect --format '{{if .Config.Healthcheck}}yes{{end}}' "$1")" = yes ]; then
    verdict passed "$1 has a health check"
  else
    verdict failed "$1 has no health check"
  fi
}

# Names alone are printed, never values.
test_variables() {
  local names
  names="$(docker image inspect --format '{{range .Config.Env}}{{println .}}{{end}}' "$1" |
    grep -E '^[^=]*(PASSWORD|PASSWD|SECRET|TOKEN|API_KEY|PRIVATE_KEY)[^=]*=.' | cut -d= -f1 | tr '\n' ' ' || true)"
  if [ -z "$names" ]; then verdict passed "$1 holds no secret variable"; else verdict failed "$1 holds secret variables: $names"; fi
}

# Every layer is looked at: a file that a later layer removes is still there to be read.
test_contents() {
  local layer found root
  root="$(docker image inspect --format '{{.Config.WorkingDir}}' "$1")"
  root="${root#/}"
  rm -rf -- "${directory:?}"/*
  docker image save "$1" | tar -xf - -C "$directory"
  while IFS= read -r -d '' layer; do
    tar -tf "$layer" 2>/dev/null || true
  done < <(find "$directory" -type f -size +0 -print0) >"$directory.list"
  found="$(grep -E "^(\./)?(app|srv|var/www|usr/src|usr/share/nginx/html|${root:-app})/" "$directory.list" | grep -vE '/(node_modules|site-packages|dist-packages)/' |
    grep -E '(^|/)(\.env(\.[^/]*)?|\.git/.*|\.netrc|\.pypirc|id_rsa|id_ed25519|[^/]*\.(key|p12|pfx))$' |
    grep -vE '\.env\.(example|sample|template|dist)$' | LC_ALL=C sort -u | head -n 5 | tr '\n' ' ' || true)"
  rm -f -- "$directory.list"
  if [ -z "$found" ]; then verdict passed "$1 holds no .env, .git or key file"; else verdict failed "$1 holds: $found"; fi
}

# Only where the image runs by itself; tests/infrastructure/stack.sh stops the others.
test_stop() {
  local state code waited=0
  container="$(docker run --detach --cap-drop ALL --security-opt no-new-privileges "$1")"
  while :; do
    state="$(docker inspect --format '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}' "$container")"
    case "$state" in
      'running starting') ;;
      *) break ;;
    esac
    waited=$((waited + 1))
    [ "$waited" -lt 90 ] || break
    sleep 1
  done
  docker stop --time 20 "$container" >/dev/null
  code="$(docker inspect --format '{{.State.ExitCode}}' "$container")"
  docker rm --force --volumes "$container" >/dev/null
  container=''
  case "$state" in
    'running healthy' | 'running ') verdict passed "$1 becomes healthy without any capability" ;;
    *) verdict failed "$1 does not become healthy by itself ($state)" ;;
  esac
  if [ "$code" -ne 137 ]; then verdict passed "$1 stops on SIGTERM"; else verdict failed "$1 does not stop on SIGTERM within 20 s"; fi
}

# Image, Dockerfile, context, port, 1 when it runs by itself, 1 when the Dockerfile was there before.
test_image() {
  local reference="$1:$tag"
  kept="$6"
  if [ "$build" -eq 1 ]; then
    docker build --quiet --tag "$reference" --file "$2" "$3" >/dev/null
    built+=("$reference")
  fi
  test_user "$reference"
  test_port "$reference" "$4"
  test_variables "$reference"
  test_contents "$reference"
  if [ "$5" -eq 1 ]; then test_stop "$reference"; fi
}

# shellcheck disable=SC2016 # a path may hold a dollar sign
test_images() {
  test_image notes-service Dockerfile . 8000 0 0
}
test_images

[ "$failures" -eq 0 ] || { printf '%d tests failed\n' "$failures" >&2; exit 1; }
printf 'All images passed\n'
