#!/usr/bin/env node
import { buildProgram } from './program.js';
import { exitWith } from './terminal/exit.js';

exitWith(await buildProgram(process.argv));
