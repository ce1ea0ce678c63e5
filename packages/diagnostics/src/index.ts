export {
  type DiagnosticCatalogue,
  type DiagnosticDefinition,
  type DiagnosticParameters,
  defineDiagnostics,
} from './define-diagnostics.js';
export { type Diagnostic, hasErrors, type Severity } from './diagnostic.js';
export { renderDiagnostic } from './render-diagnostic.js';
export { type Position, SourceText } from './source-text.js';
export { type Span, spanOf } from './span.js';
