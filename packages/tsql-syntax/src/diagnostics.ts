import { defineDiagnostics } from '@datamigrate/diagnostics';

/** Everything the T-SQL front end can report. Codes are stable; each has a page under docs/issues. */
export const syntaxDiagnostics = defineDiagnostics({
  'parse-binary-file': {
    severity: 'error',
    message: 'This is a binary file and no SQL text.',
    help: 'Scripts are read as UTF-8, UTF-16 or Windows-1252. Leave the file out, or save it as text.',
  },
  'parse-unterminated-string': {
    severity: 'error',
    message: 'Unclosed quotation mark after the character string {text}.',
    help: 'Close the string with {quote}; a quote inside a string is written twice.',
  },
  'parse-unterminated-identifier': {
    severity: 'error',
    message: 'The quoted name {text} is not closed.',
    help: 'Close the name with {quote}; the same character inside a name is written twice.',
  },
  'parse-unterminated-comment': {
    severity: 'error',
    message: 'The comment that starts here is not closed.',
    help: 'Close it with */. Comments nest: each /* inside needs its own */.',
  },
  'parse-invalid-character': {
    severity: 'error',
    message: 'The character {text} cannot stand here.',
  },
  'parse-unexpected-token': {
    severity: 'error',
    message: 'Incorrect syntax near {found}: {expected} expected.',
    help: '{help}',
  },
  'parse-unknown-statement': {
    severity: 'error',
    message: 'Incorrect syntax near {found}: no statement starts with it.',
    help: '{help}',
  },
  'parse-reserved-word': {
    severity: 'error',
    message: 'Incorrect syntax near the keyword {found}: {expected} expected.',
    help: 'A reserved word can be a name only when it is quoted: [{word}].',
  },
  'parse-expected-condition': {
    severity: 'error',
    message: 'An expression of non-boolean type stands where a condition is expected.',
    help: 'Compare it with something, for example {text} = 1.',
  },
  'parse-expected-value': {
    severity: 'error',
    message: 'A condition stands where a value is expected.',
    help: 'T-SQL has no boolean values: write CASE WHEN … THEN 1 ELSE 0 END.',
  },
  'parse-nesting-too-deep': {
    severity: 'error',
    message: 'This part of the statement is nested too deeply (more than {limit} levels).',
    help: 'Rewrite it as several smaller statements. SQL Server refuses such statements too (error 191).',
  },
  'parse-invalid-clause': {
    severity: 'error',
    message: '{message}',
    help: '{help}',
  },
  'parse-missing-semicolon': {
    severity: 'error',
    message: '{message}',
    help: 'Put a semicolon {place}.',
  },
  'parse-must-be-alone-in-batch': {
    severity: 'error',
    message: '{statement} must be the only statement in a batch.',
    help: 'Put GO on a line of its own behind it.',
  },
  'parse-must-be-first-in-batch': {
    severity: 'error',
    message: '{statement} must be the first statement in a batch.',
    help: 'Put GO on a line of its own before it.',
  },
  'parse-invalid-number': {
    severity: 'error',
    message: 'The number {text} is out of range: {limit}.',
  },
});
