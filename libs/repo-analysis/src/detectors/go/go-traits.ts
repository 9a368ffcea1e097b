/** Traits of Go components, for the templates that package them. An absent trait means "no". */
export interface GoTraits {
  /** Package to build, in the component's directory: `.`, `./cmd/api`. */
  mainPackage: string;
  /** Name of the binary; `build` writes it to `bin/<binary>`. */
  binary: string;
  /** `true`: needs cgo, so a C compiler to build and glibc to run; otherwise build with CGO_ENABLED=0. */
  cgo?: string;
  /** `true`: dependencies are committed in `vendor/`; nothing is downloaded. */
  vendored?: string;
  /** `true`: files are embedded, so the whole module must be there at build time. */
  embed?: string;
  /** Folders and files opened at run time, relative to the component, separated by blanks: they belong into the image. */
  runtimeFiles?: string;
  /** Arguments without which the program does not serve: `serve`. */
  arguments?: string;
  /** SQLite files that it opens in its own directory, separated by blanks: they are kept elsewhere and linked. */
  sqliteFiles?: string;
}
