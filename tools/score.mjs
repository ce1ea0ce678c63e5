#!/usr/bin/env node
// `npm run score -- AREA [options]`: conformance and corpus figures. One module an area under tools/score/.
import { runAreas } from './lib/run-areas.mjs';

process.exitCode = await runAreas('score', process.argv.slice(2));
