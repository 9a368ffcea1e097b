#!/usr/bin/env bash
# Makes .env from the examples beside it: random values for secrets, mode 600. An existing file is left alone.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: scripts/create-env-file.sh [--help] [--dry-run] [FILE]

Writes FILE (default: .env in the repository root) from .env.example and env.compose.example.
Required secrets get random values, everything else its default. An existing FILE is never changed.

  --dry-run  say what would be written, without values
  --help     show this text
USAGE
}

dry_run=false
target=
for argument in "$@"; do
  case "$argument" in
    --help)
      usage
      exit 0
      ;;
    --dry-run) dry_run=true ;;
    -*)
      printf 'Unknown option: %s\n' "$argument" >&2
      usage >&2
      exit 2
      ;;
    *) target=$argument ;;
  esac
done

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
examples=("$root/.env.example" "$root/env.compose.example")
target=${target:-$root/.env}
secrets=''
# Optional and without a default: left unset, since programs take an empty value for a value.
optional=''

if [[ -e $target ]]; then
  printf '%s exists and is left as it is.\n' "$target"
  exit 0
fi
# Hexadecimal digits alone, so that a value stands in a URL as it is.
random_value() {
  od -An -N32 -tx1 /dev/urandom | tr -d ' \n'
}

# What examples put in a secret's place: nothing, or words that ask to be replaced.
placeholder='^["'\'']?(|change.?me.*|change.?this.*|replace.*|your.*|<.*>|x+|todo|example|secret|password|\.\.\.)["'\'']?$'

render() {
  local example line name value seen=' '
  for example in "${examples[@]}"; do
    [[ -f $example ]] || continue
    while IFS= read -r line || [[ -n $line ]]; do
      line=${line%$'\r'}
      name=${line#export }
      name=${name%%=*}
      if [[ $line == *=* && $line != '#'* ]]; then
        [[ $seen != *" $name "* ]] || continue
        seen+="$name "
      fi
      value=${line#*=}
      if [[ " $secrets " == *" $name "* && $line == *=* && ${value,,} =~ $placeholder ]]; then
        printf '%s=%s\n' "$name" "$(random_value)"
      elif [[ " $optional " == *" $name "* && -z $value ]]; then
        printf '# %s=\n' "$name"
      else
        printf '%s\n' "$line"
      fi
    done <"$example"
  done
  for name in $secrets; do
    [[ $seen == *" $name "* ]] || printf '%s=%s\n' "$name" "$(random_value)"
  done
}

if [[ $dry_run == true ]]; then
  printf 'Would write %s with random values for: %s\n' "$target" "${secrets:-none}"
  exit 0
fi

umask 077
render >"$target.$$"
mv -- "$target.$$" "$target"
printf 'Wrote %s. Values that are still empty:\n' "$target"
grep -E '^[A-Za-z_][A-Za-z0-9_]*=$' -- "$target" || printf '  none\n'

# A file with secrets is kept out of commits on this machine even where .gitignore does not name it.
if [[ $target == "$root/.env" ]] && git -C "$root" rev-parse --git-dir >/dev/null 2>&1; then
  if ! git -C "$root" check-ignore --quiet .env; then
    exclude=$(cd -- "$root" && git rev-parse --git-path info/exclude)
    [[ $exclude == /* ]] || exclude=$root/$exclude
    mkdir -p -- "$(dirname -- "$exclude")"
    printf '/.env\n' >>"$exclude"
    printf 'Added /.env to %s: .gitignore does not name it.\n' "$exclude"
  fi
fi
