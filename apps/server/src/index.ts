export { serveDiagnostics } from './diagnostics.js';
export { apiDiagnostics } from './problems/diagnostics.js';
export { runProcess } from './serve/run-process.js';
export { type RunningServer, startServer } from './serve/start-server.js';
export { readSettings, type Settings } from './settings/settings.js';
