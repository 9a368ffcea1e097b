/**
 * Traits of Python components, for the templates that package them. All are strings; an absent trait means "no" or "unknown".
 *
 * Every `start`, `build` and migration command is a plain argument list (no shell operators or variables; words quoted for a
 * POSIX shell where needed), to be run in the component's directory with the environment's `bin` on the PATH.
 */
export interface PythonTraits {
  /** `app.main:app`: the ASGI object or, with `factory`, the function that makes it. */
  asgi?: string;
  /** `shop.wsgi:application`: the same for WSGI. */
  wsgi?: string;
  /** `true`: the target is called without arguments to get the application. */
  factory?: string;
  /** Program that serves: gunicorn, uvicorn, hypercorn, daphne, granian, waitress, uwsgi. */
  server?: string;
  /** The server that no dependency provides and the image must add. */
  serverMissing?: string;
  /** Its requirement: `gunicorn==23.*`. To be installed into the same environment, quoted. */
  serverRequirement?: string;
  /** Directory that must be on PYTHONPATH, relative to the component: `src`. The start command sets it where the server can. */
  pythonPath?: string;
  /** `true`: packages stand in `src/`. */
  srcLayout?: string;
  /** `true`: installing the dependencies installs the project too, so its sources must be there before the install. */
  projectPackage?: string;
  /** Requirements file that `install` reads, relative to the component (it may include others beside it). */
  requirements?: string;
  /** Every requirements file that `install` reads, relative to the component, separated by blanks. */
  requirementsFiles?: string;
  /** Command that installs development dependencies too, for tests in CI. */
  installDevelopment?: string;
  /** `uv run`, `poetry run`: prefix for `test` and `lint` where the environment's `bin` is not on the PATH. */
  runner?: string;
  /** `shop.settings`. */
  djangoSettings?: string;
  /** Directory of manage.py, relative to the component, when it is not the component's own. */
  djangoRoot?: string;
  /** `true`: `build` collects static files. */
  collectStatic?: string;
  /** `true`: WhiteNoise serves the collected files from the application itself. */
  whitenoise?: string;
  /** Variables without which the settings fail to load (so `build` fails too), separated by blanks: give placeholders. */
  buildEnvironment?: string;
  /** SQLite files that lie among code, relative to the component, separated by blanks: they are kept elsewhere and linked. */
  sqliteFiles?: string;
}
