import { assign } from './run.js';
import type { Place, Run } from './run.js';
import { refuseAt } from './refuse.js';
import type { Alternatives, Scope } from './scope.js';
import { constant, known } from './value.js';

/** Variables that make the shell or the programs it starts run, load, trust or reach something else. */
const steering =
  /^(?:PATH|ENV|BASH_ENV|BASHOPTS|SHELLOPTS|SHELL|PS[0-4]|PROMPT_COMMAND|CDPATH|GLOBIGNORE|EXECIGNORE|LD_\w+|DYLD_\w+|GCONV_PATH|GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_\w+|CONFIG\w*|EXEC_PATH|SSH\w*|ASKPASS|EXTERNAL_DIFF|DIFF_OPTS|PROXY_\w+|TEMPLATE_DIR|CEILING_\w+|ATTR_\w+|NAMESPACE|TRACE\w*|COMMON_DIR|REDIRECT_\w+|HTTP_\w+|SSL_\w+|CURL_\w+|ALLOW_PROTOCOL|PROTOCOL\w*)|GCM_\w+|\w*PAGER|\w*EDITOR|VISUAL|BROWSER|LESSOPEN|LESSCLOSE|PYTHON(?:STARTUP|HOME|INSPECT|BREAKPOINT|USERBASE|PATH)|PERL5\w+|PERLLIB|RUBY(?:OPT|LIB)|(?:_JAVA|JAVA_TOOL|JDK_JAVA|MAVEN|GRADLE|SBT)_OPTS|_JAVA_OPTIONS|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|DOCKER_\w+|BUILDX_\w+|BUILDKIT_HOST|CONTAINER_HOST|COMPOSE_FILE|COMPOSE_PATH_SEPARATOR|COMPOSE_ENV_FILES|KUBE\w+|HELM_\w+|TF_CLI_\w+|TF_REATTACH_PROVIDERS|TF_PLUGIN\w*|AWS_(?:CONFIG_FILE|SHARED_CREDENTIALS_FILE|CA_BUNDLE|ENDPOINT\w*|PROFILE|WEB_IDENTITY\w*)|GOOGLE_\w+|AZURE_CONFIG_\w+|(?:HTTP|HTTPS|ALL|FTP|NO)_PROXY|(?:http|https|all|ftp|no)_proxy|CURL_HOME|WGETRC|SSH_\w+|(?:npm|NPM)_(?:config|CONFIG)_\w+|PNPM_\w+|YARN_\w+|PIP_\w+|UV_\w+|POETRY_\w+|CARGO_\w+|RUSTC\w*|RUSTFLAGS|GO(?:FLAGS|PROXY|NOSUMDB|PRIVATE|TOOLCHAIN|ROOT|NOSUMCHECK|INSECURE|SUMDB)|CC|CXX|LD|AR|MAKEFLAGS|MFLAGS|MAKEFILES|GREP_OPTIONS|SSLKEYLOGFILE|OPENSSL_CONF|OPENSSL_MODULES|HOME|XDG_\w+|TMPDIR|POSIXLY_CORRECT|INPUTRC|TERMINFO\w*|HOSTALIASES|LOCALDOMAIN|RES_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_REPL\w*|BASH_FUNC\w*)$/;
const harmless: Readonly<Record<string, RegExp>> = {
  NODE_OPTIONS:
    /^(?:\s*--(?:max-old-space-size=\d+|experimental-(?:vm-modules|strip-types|require-module|test-coverage)|no-warnings|no-deprecation|enable-source-maps|unhandled-rejections=\w+|trace-(?:warnings|deprecation)|disable-warning=\w+))*\s*$/,
  IFS: /^[ \t\n]+$/,
  GOFLAGS: /^(?:\s*-(?:mod=(?:readonly|vendor)|buildvcs=(?:false|true|auto)|count=\d+|race|v|trimpath))*\s*$/,
  CGO_ENABLED: /^[01]$/,
  npm_config_yes: /^false$/,
  DOCKER_BUILDKIT: /^[01]$/,
  DOCKER_DEFAULT_PLATFORM: /^[\w/]+$/,
  DOCKER_CLI_HINTS: /^\w+$/,
  PYTHONPATH: /^[\w./-]*$/,
  GIT_PAGER: /^(?:cat)?$/,
  PAGER: /^(?:cat)?$/,
  GIT_TERMINAL_PROMPT: /^0$/,
  PIP_NO_CACHE_DIR: /^\w*$/,
  PIP_DISABLE_PIP_VERSION_CHECK: /^\w*$/,
  COMPOSE_FILE: /^(?!\/)(?!.*\.\.)[\w./-]+$/,
  TMPDIR: /^\/tmp(?:\/(?!\.\.)[\w.-]+)*$/,
};

/** Assigns to a variable; refuses those that steer other programs unless the value is one that is known to be harmless. */
export function assignVariable(
  run: Run,
  scope: Scope,
  at: Place,
  name: string,
  alternatives: Alternatives,
  exported = false,
): void {
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    return refuseAt(run, at, [known(name)], 'hidden-command', `${name} is not a name of a variable.`);
  }
  const isSafe = alternatives.every((elements) => elements.every((value) => isHarmless(name, constant(value))));
  if (isSteering(name) && !isSafe) {
    refuseAt(
      run,
      at,
      [known(name)],
      'steering-variable',
      `${name} steers what other programs run, load or reach; a command may not set it.`,
    );
  }
  assign(run, scope, name, alternatives, exported);
}

export function isSteering(name: string): boolean {
  return steering.test(name) || Object.hasOwn(harmless, name);
}

function isHarmless(name: string, value: string | undefined): boolean {
  return value !== undefined && Object.hasOwn(harmless, name) && harmless[name]!.test(value);
}
