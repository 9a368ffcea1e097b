/** Folders that hold what others trust: history, plans and orders for agents, credentials. */
const protectedFolders = new Set(['.git', '.claude', '.ssh', '.aws', '.gnupg', '.kube', '.azure', 'node_modules']);
/** What programs and agents of people act on without being asked: only where an instruction names it. */
const actedOn =
  /(?:^|\/)(?:\.husky|\.githooks|\.vscode|\.idea|\.cursor)(?:\/|$)|(?:^|\/)(?:AGENTS|CLAUDE|GEMINI)\.md$|(?:^|\/)(?:\.cursorrules|\.envrc|\.gitmodules|\.gitattributes|\.npmrc|\.yarnrc(?:\.yml)?|\.pre-commit-config\.yaml)$/i;
const secretFile =
  /(?:^|\/)(?:\.netrc|\.pypirc|\.pgpass|\.htpasswd|\.git-credentials|id_(?:rsa|dsa|ecdsa|ed25519)|credentials(?:\.json)?|kubeconfig|secrets?\.(?:ya?ml|json|env|txt))$|\.(?:pem|key|p12|pfx|jks|keystore|kdbx|tfstate|tfvars)$/i;
const environmentFile = /(?:^|\/)\.env(?:\.[^/]*)?$|\.env$/i;
const exampleFile = /\.(?:example|sample|template|dist)$/i;

/** Why no model may write a file of this path, whatever an instruction says; undefined when it may. */
export function neverWritten(path: string): string | undefined {
  const folder = path.split('/').find((part) => protectedFolders.has(part.toLowerCase()));
  if (folder !== undefined) return `${path} is under ${folder}, which is not for agents to write`;
  return holdsSecrets(path) ? `${path} is a file for secrets` : undefined;
}

/** True for a file that is read by itself, by people's programs or agents. */
export function isActedOn(path: string): boolean {
  return actedOn.test(path);
}

/** True for a file that is there to hold secrets: nothing of it goes to a model. */
export function holdsSecrets(path: string): boolean {
  if (exampleFile.test(path)) return false;
  return environmentFile.test(path) || secretFile.test(path);
}

/** True when the text names the path as a whole, not as a part of another one. */
export function namesPath(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.slice(at + path.length, at + path.length + 2)];
    if (!/[\w./-]/.test(before.replace(/^$/, ' ')) && !/^(?:[\w/-]|\.\w)/.test(after)) return true;
    // `./path` is the path
    if (
      text.slice(Math.max(0, at - 2), at) === './' &&
      !/[\w./-]/.test(text.charAt(at - 3)) &&
      !/^(?:[\w/-]|\.\w)/.test(after)
    ) {
      return true;
    }
  }
  return false;
}
