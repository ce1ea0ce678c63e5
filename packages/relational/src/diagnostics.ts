import { defineDiagnostics } from '@datamigrate/diagnostics';

/** What the relational stage refuses. Every refusal is about one place of one object. */
export const relationalDiagnostics = defineDiagnostics({
  'lower-unsupported': {
    severity: 'error',
    message: 'This conversion does not cover {construct} yet.',
  },
  'lower-no-rows': {
    severity: 'error',
    message: 'These statements return no rows: there is no SELECT to translate.',
  },
  'lower-text-equality': {
    severity: 'error',
    message:
      'Whether these texts are equal depends on the rules of collation {collation} beyond case and trailing blanks.',
  },
  'lower-text-order': {
    severity: 'error',
    message:
      'The order of these texts follows collation {collation}; only letters A to Z, digits and blanks are known to sort alike.',
  },
  'lower-pattern': {
    severity: 'error',
    message: 'This LIKE pattern cannot be converted: {reason}.',
  },
  'lower-xml-path': {
    severity: 'error',
    message:
      "The XQuery '{path}' is not converted: paths may go down by names of elements, @attributes, text(), positions and [@name=…].",
  },
  'lower-variable': {
    severity: 'error',
    message: 'The variable {name} has no value that is known when the model is built.',
  },
  'lower-nondeterministic': {
    severity: 'error',
    message: '{function} gives another value with every run; a model cannot be compared with it.',
  },
  'lower-run-decides': {
    severity: 'error',
    message: '{value} stands in a condition: which rows there are would depend on who runs the load, and where.',
  },
  'lower-unknown-object': {
    severity: 'error',
    message: '{name} is not among the objects that become models or sources.',
  },
  'lower-refused-object': {
    severity: 'error',
    message: '{name} is refused itself, so what reads it is refused too.',
  },
});
