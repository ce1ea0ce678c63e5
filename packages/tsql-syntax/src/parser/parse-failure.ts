/** Unwinds to the statement that is being parsed; its diagnostic is recorded already. Never leaves the parser. */
export class ParseFailure extends Error {
  override name = 'ParseFailure';

  constructor() {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super('statement given up');
    Error.stackTraceLimit = limit;
  }
}
