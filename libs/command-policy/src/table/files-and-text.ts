import type { CommandRule } from '../rules/command-rule.js';
import * as interpreters from '../rules/interpreters.js';
import * as network from '../rules/network.js';
import * as text from '../rules/text-programs.js';
import { pip } from './package-managers.js';

const reads: CommandRule = {};
const runsProgram = 'starts another program';

/** Programs that read, and those that write within the repository and the temporary folder. */
export const filesAndText: Readonly<Record<string, CommandRule>> = {
  ...Object.fromEntries(
    `cat head tail wc cut tr diff cmp stat file du df ls basename dirname realpath readlink sleep seq expr jq grep egrep fgrep
    zgrep zcat bzcat xzcat sha256sum sha1sum sha512sum md5sum cksum b2sum base64 base32 od hexdump strings column nl tac rev paste
    comm join fold fmt pr expand unexpand id whoami uname nproc pgrep arch free uptime which printenv cal factor
    getent numfmt tsort look bc locale lsof netstat lscpu pathchk groups yes envsubst sum`
      .split(/\s+/)
      .map((name) => [name, reads]),
  ),
  rg: { refused: { '--pre --hostname-bin': runsProgram } },
  sort: {
    writes: '-o --output -T --temporary-directory',
    valued: '-k -t -S --key --field-separator',
    refused: { '--compress-program': runsProgram },
  },
  uniq: { written: 'second' },
  shuf: { writes: '-o --output' },
  xxd: { written: 'second', valued: '-s -l -c -g' },
  date: { refused: { '-s --set': 'sets the clock' }, valued: '-d --date -f -r' },
  hostname: { maximumOperands: 0, refused: { '-F --file -b': 'renames the machine' } },
  tree: { writes: '-o', valued: '-L -P -I' },
  ps: { valued: '-o -p -u -C --format --pid', only: '-e -f -A -l -w --no-headers --forest', maximumOperands: 0 },
  ss: { only: '-t -u -l -n -p -a -x -4 -6 -H -s' },
  tee: { written: 'all' },
  touch: { written: 'all', keepsContent: true, valued: '-d -r -t --date --reference' },
  mkdir: { written: 'all', keepsContent: true, valued: '-m --mode' },
  rmdir: { written: 'all', wholeTree: true },
  rm: { written: 'all', wholeTree: true, refused: { '--no-preserve-root': 'takes away a guard' } },
  unlink: { written: 'all', keepsContent: true },
  truncate: { written: 'all', valued: '-s --size -r --reference' },
  cp: {
    written: 'last',
    copies: true,
    writes: '-t --target-directory',
    valued: '-S --suffix',
    refused: { '-l --link -s --symbolic-link': 'makes links' },
  },
  mv: { written: 'all', copies: true, writes: '-t --target-directory', valued: '-S --suffix', judge: text.movesNoRoot },
  ln: { written: 'last', copies: true, writes: '-t --target-directory', valued: '-S --suffix', judge: text.links },
  link: { written: 'all' },
  install: {
    written: 'all',
    copies: true,
    writes: '-t --target-directory',
    valued: '-m --mode',
    only: '-d -D -v -p --directory',
  },
  mkfifo: { written: 'all', keepsContent: true, valued: '-m' },
  mktemp: { inside: '-p --tmpdir', only: '-d -u -q -t --directory --dry-run --quiet', written: 'all' },
  chmod: { refused: { '--reference': 'takes over any mode' }, judge: text.changesMode },
  dd: { judge: text.copiesBlocks },
  split: { worksHere: true, written: 'second', valued: '-l -b -n -a', refused: { '--filter': runsProgram } },
  gzip: { written: 'all', valued: '-S' },
  gunzip: { written: 'all', valued: '-S' },
  xz: { written: 'all' },
  zstd: { written: 'all', writes: '-o' },
  unzip: { worksHere: true, writes: '-d', valued: '-x', only: '-l -t -q -o -n -v -p -Z' },
  zip: { only: '-r -q -9 -0 -j -u -x', written: 'all' },
  tar: {
    worksHere: true,
    valued:
      '-f --file --exclude --transform --xform --owner --group --mode --mtime --sort --strip-components -X -T --files-from --format',
    writes: '-C --directory',
    only: '-c -x -t -v -z -j -J -a -p -k -O -r -u --create --extract --get --list --verbose --gzip --xz --bzip2 --zstd --auto-compress --to-stdout --numeric-owner --no-same-owner --keep-old-files --append --update --wildcards --null --no-recursion --totals --dereference -h',
    judge: text.archives,
  },
  patch: {
    worksHere: true,
    valued: '-p -i -d --input',
    writes: '-o --output -d --directory',
    only: '-N --forward --dry-run -R --reverse -s',
    maximumOperands: 1,
    written: 'all',
  },
  iconv: { writes: '-o --output', valued: '-f -t' },
  find: { dashes: 'long', judge: text.finds },
  sed: {
    valued: '-e --expression -f --file -l --line-length',
    attached: '-i',
    only: '--in-place -n --quiet --silent -E -r --regexp-extended -s --separate -z --null-data -u --unbuffered --posix --sandbox --debug -b',
    judge: text.editsStream,
  },
  awk: awk(),
  gawk: awk(),
  mawk: awk(),
  yq: {
    valued: '-o -p -I --output-format --input-format --indent --arg',
    only: '-e -r -n -y -Y -c -C -M -N -P -j --exit-status --raw-output --null-input --tojson --no-colors -i --inplace',
    judge: ({ options, operands, site }) => text.writesInPlace(options, operands.slice(1), site),
  },
  xmllint: {
    local: true,
    writes: '--output -o',
    refused: { '--shell': runsProgram },
    valued: '--xpath --schema --encode',
  },
  openssl: {
    commands: {
      rand: {
        writes: '-out',
        dashes: 'long',
        refused: { '-engine -rand -writerand': 'loads a library or reads any file' },
      },
      version: {},
      x509: opensslReads(),
      req: opensslReads(),
      dgst: opensslReads(),
      verify: opensslReads(),
      rsa: opensslReads(),
      pkey: opensslReads(),
      genrsa: opensslReads(),
      genpkey: opensslReads(),
      base64: opensslReads(),
    },
  },
  curl: {
    valued:
      '-d --data --data-raw --data-binary --data-urlencode --json -H --header -X --request -w --write-out -m --max-time --retry --retry-delay --retry-max-time --connect-timeout -u --user -A --user-agent -b --cookie -F --form -e --referer --max-redirs --url -r --range --limit-rate --oauth2-bearer --speed-limit --speed-time',
    writes: '-o --output -c --cookie-jar -D --dump-header --output-dir',
    inside: '--cacert --cert --key -E -T --upload-file',
    only: '-f --fail --fail-with-body -s --silent -S --show-error -L --location -i --include -I --head -v --verbose -k --insecure -G --get --compressed --retry-all-errors --retry-connrefused -# --progress-bar --no-progress-meter -N --no-buffer -4 --ipv4 -6 --ipv6 --http1.1 --http2 --http2-prior-knowledge -Z --parallel --no-keepalive --tcp-nodelay --raw --path-as-is --tlsv1.2 --tlsv1.3 --styled-output --no-fail --globoff -g -O --remote-name -J --next --create-dirs -q --disable',
    judge: network.fetches,
  },
  wget: {
    valued:
      '-t --tries -T --timeout --header --post-data --method --body-data -U --user-agent --waitretry --connect-timeout --read-timeout --max-redirect',
    writes: '-O --output-document -o --output-file -P --directory-prefix',
    only: '-q --quiet -S --server-response --spider --no-verbose -n -v --retry-connrefused --no-check-certificate --content-on-error -4 -6 --no-proxy -v',
    judge: network.fetches,
  },
  nc: { valued: '-w -q', only: '-z -v -4 -6 -u', judge: network.reachesLoopback() },
  pg_isready: {
    valued: '-h --host -p --port -U --username -d --dbname -t --timeout',
    only: '-q --quiet',
    maximumOperands: 0,
    judge: network.reachesLoopback(['-h', '--host']),
  },
  python: python(),
  python3: python(),
  node: {
    valued:
      '-C --conditions --test-name-pattern --test-reporter --test-concurrency --test-timeout --max-old-space-size --stack-size',
    inside: '-r --require --import --env-file --env-file-if-exists',
    only: '-e --eval -p --print -i --interactive -v -c --check --test --watch --experimental-strip-types --experimental-vm-modules --experimental-test-coverage --no-warnings --no-deprecation --enable-source-maps --trace-warnings --trace-deprecation --disable-warning --test-only --test-force-exit --preserve-symlinks --throw-deprecation --unhandled-rejections',
    stopsAtOperand: true,
    judge: interpreters.runsNode,
  },
  deno: { commands: { lint: {}, fmt: {}, check: {}, test: {}, task: {} } },
  ruby: {
    valued: '-I -r -C',
    stopsAtOperand: true,
    judge: interpreters.runsFile({ code: ['-e', '-r', '-x', '-C', '-S'], inspects: ['-c', '-v', '--version'] }),
  },
  php: {
    valued: '-d -c',
    stopsAtOperand: true,
    judge: interpreters.runsFile({
      code: ['-r', '-R', '-B', '-E', '-S', '-a', '-d', '-c'],
      inspects: ['-l', '-v', '--version', '-i', '-m'],
    }),
  },
};

function awk(): CommandRule {
  return {
    valued: '-F --field-separator -v --assign -f --file',
    refused: {
      '-i --include -l --load -E --exec -e --source -o --pretty-print -p --profile -d --dump-variables -D --debug':
        'loads, runs or writes something else',
    },
    stopsAtOperand: true,
    judge: text.runsAwk,
  };
}

function opensslReads(): CommandRule {
  return {
    dashes: 'long',
    valued: '-in -subj -days -newkey -passin -passout -CAfile -algorithm -pkeyopt -checkend -nameopt -addext',
    writes: '-out -keyout -CAserial',
    refused: { '-engine -provider -provider-path -config -rand -writerand': 'loads a library or reads any file' },
  };
}

function python(): CommandRule {
  return {
    valued: '-c -m -W -X',
    stopsAtOperand: true,
    judge: interpreters.runsFile({
      code: ['-c', '-i'],
      inspects: ['-V', '--version', '-h', '--help'],
      modules: {
        'json.tool': { written: 'second', valued: '--indent' },
        pytest: {},
        unittest: {},
        compileall: { local: true },
        py_compile: { local: true },
        mypy: {},
        ruff: {},
        black: {},
        flake8: {},
        pylint: {},
        isort: {},
        bandit: {},
        coverage: {},
        build: { writes: '-o --outdir', local: true },
        venv: { written: 'all' },
        tabnanny: {},
        yamllint: {},
        pip,
      },
    }),
  };
}
