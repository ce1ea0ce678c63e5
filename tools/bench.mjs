#!/usr/bin/env node
// `npm run bench -- AREA [options]`: speed, beside peers where they are installed. One module an area under tools/bench/.
import { runAreas } from './lib/run-areas.mjs';

process.exitCode = await runAreas('bench', process.argv.slice(2));
