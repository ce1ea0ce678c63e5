export { catalogDocument, sourceGaps } from './catalog/catalog-document.js';
export { writeDefinitions } from './catalog/write-definitions.js';
export { sourceDiagnostics } from './diagnostics.js';
export { type Extracted, extractSource } from './extract-source.js';
export type { ScriptFile } from './files/script-files.js';
export { type LoadEnvironment, loadSource } from './loading/load-source.js';
export { openSource } from './open-source.js';
export type { Source } from './source.js';
