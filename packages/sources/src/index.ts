export { sourceDiagnostics } from './diagnostics.js';
export type { ScriptFile } from './files/script-files.js';
export { type LoadClock, loadScriptSource, readScriptSource, type ScriptSource } from './script-estate.js';
