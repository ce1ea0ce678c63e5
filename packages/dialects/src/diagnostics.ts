import { defineDiagnostics } from '@datamigrate/diagnostics';

/** What a dialect cannot say. No construct falls back to the text of the source. */
export const dialectDiagnostics = defineDiagnostics({
  'render-no-function': {
    severity: 'error',
    message: 'The function {function} has no rendering for {target}{detail}.',
  },
  'render-no-conversion': {
    severity: 'error',
    message: 'The conversion from {from} to {to} has no rendering for {target}{detail}.',
  },
  'render-unsupported': {
    severity: 'error',
    message: '{construct} has no rendering for {target}.',
  },
});
