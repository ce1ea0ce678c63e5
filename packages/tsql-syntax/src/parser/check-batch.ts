import type { Statement } from '../ast/statement.js';
import { syntaxDiagnostics } from '../diagnostics.js';
import type { Parser } from './parser.js';

/** Objects whose CREATE or ALTER must be the first statement in its batch (error 111). */
const FIRST = new Set<string>(['PROC', 'PROCEDURE', 'VIEW', 'FUNCTION', 'TRIGGER']);
const FIRST_WHEN_CREATED = new Set<string>(['RULE', 'DEFAULT', 'SCHEMA']);

/** Reports a statement that must stand first and does not; it is read all the same. */
export function checkFirst(p: Parser): void {
  const creates = p.at('CREATE');
  if ((!creates && !p.at('ALTER')) || p.pos === p.firstStatement) return;
  const object = p.term(creates && p.term(1) === 'OR' ? 3 : 1);
  if (!FIRST.has(object) && !(creates && FIRST_WHEN_CREATED.has(object))) return;
  const statement = `${p.term()} ${object === 'PROC' ? 'PROCEDURE' : object}`;
  const span = p.tokenSpan();
  p.diagnostics.push(syntaxDiagnostics.create('parse-must-be-first-in-batch', { statement }, span));
}

/** Statements behind which nothing else may stand in the batch. The bodies of procedures and triggers run to its end. */
const ALONE: Readonly<Record<string, string | undefined>> = {
  CreateView: 'CREATE VIEW',
  AlterView: 'ALTER VIEW',
  CreateOrAlterView: 'CREATE OR ALTER VIEW',
  CreateSchema: 'CREATE SCHEMA',
  CreateDefault: 'CREATE DEFAULT',
  CreateRule: 'CREATE RULE',
};

export function checkAlone(p: Parser, first: Statement, second: Statement): void {
  const statement = ALONE[first.kind];
  if (!statement || second.kind === 'InvalidStatement') return;
  const span = { start: first.start, end: first.end };
  p.diagnostics.push(syntaxDiagnostics.create('parse-must-be-alone-in-batch', { statement }, span));
}
