import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { Program } from '../program/program.js';
import { type CallOptions, type Followed, followCall } from './run-call.js';
import { followText } from './run-text.js';
import { statementName } from './statement-name.js';

/** EXECUTE in each of its forms. */
export function runExecute(program: Program, execute: Bound.BoundExecute, options: CallOptions): Followed {
  switch (execute.kind) {
    case 'execute-procedure':
      return followCall(program, execute, options);
    case 'execute-text':
      return followText(program, execute, options);
    case 'execute-variable':
      return program.refuse(
        analysisDiagnostics.create('analyse-statement', { statement: statementName(execute) }, execute.span),
      );
  }
}
