export interface SandboxOptions {
  /** `auto`: in the sandbox where this machine has one, else without; `require`: a command is not started without. */
  mode: 'auto' | 'require';
  /** What a command reaches that does not say so itself. Default: `none`. */
  network?: 'none' | 'host';
  /** Absolute paths that commands may read besides, such as tools in a place of their own. */
  readable?: readonly string[];
}
