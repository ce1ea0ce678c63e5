/**
 * Unwinds to the statement that is being parsed; its diagnostic is recorded already. No Error, because a stack trace
 * nobody reads would cost more than the statement. Never leaves the parser.
 */
export class ParseFailure {
  readonly name = 'ParseFailure';
}
