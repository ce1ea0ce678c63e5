export { sourceDiagnostics } from './diagnostics.js';
export type { ScriptFile } from './files/script-files.js';
export { type LoadEnvironment, loadSource } from './loading/load-source.js';
export { openSource } from './open-source.js';
export type { Source } from './source.js';
