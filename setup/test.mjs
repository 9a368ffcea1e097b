// Does all the set-up and passes the checks: format, lint, types, documents and unit tests.
import { installPackages, runOrExit } from './prepare.mjs';

installPackages();
runOrExit('npm', ['run', 'check', '--silent'], { stdio: ['ignore', 'inherit', 'inherit'] });
