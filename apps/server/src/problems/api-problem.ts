import { PROBLEMS, type Problem, type ProblemCode } from '@datamigrate/contracts';
import type { DiagnosticParameters } from '@datamigrate/diagnostics';
import { apiDiagnostics } from './diagnostics.js';

type Definitions = typeof apiDiagnostics.definitions;
type Parameters<C extends ProblemCode> = DiagnosticParameters<Definitions[C]>;

interface More {
  readonly errors?: NonNullable<Problem['errors']>;
  readonly retryAfterSeconds?: number;
}

/** An answer that is a problem. Thrown by handlers, answered by the error handler; never a fault of ours. */
export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly code: ProblemCode;
  readonly more: More;

  constructor(code: ProblemCode, text: string, more: More) {
    super(text);
    this.code = code;
    this.more = more;
  }
}

export function problem<C extends ProblemCode>(code: C, parameters: Parameters<C>, more: More = {}): ApiProblem {
  const { message, help } = apiDiagnostics.create(code, parameters);
  return new ApiProblem(code, help === undefined ? message : `${message} ${help}`, more);
}

export const PROBLEM_TYPE = 'application/problem+json';
/** Where the pages of docs/issues are read. */
const PAGES = '/docs/issues';

export function problemDocument({ code, message, more }: ApiProblem, requestId: string): Problem {
  const { status, title } = PROBLEMS[code];
  return { type: `${PAGES}/${code}`, title, status, detail: message, code, requestId, ...more };
}
