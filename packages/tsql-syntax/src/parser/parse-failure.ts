/**
 * Unwinds to the statement that is being parsed; its diagnostic is recorded already. No Error, because a stack trace
 * nobody reads would cost more than the statement. Never leaves the parser.
 */
export class ParseFailure {
  readonly name = 'ParseFailure';
  /** The nesting was too deep: the statements around cannot be read either. */
  readonly tooDeep: boolean;

  constructor(tooDeep = false) {
    this.tooDeep = tooDeep;
  }
}
