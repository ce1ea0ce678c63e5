import type { Merge, MergeAction, MergeClause } from '../../ast/data-modification.js';
import type { WithClause } from '../../ast/queries.js';
import { syntaxDiagnostics } from '../../diagnostics.js';
import { parseCondition } from '../expressions/parse-expression.js';
import type { Parser } from '../parser.js';
import { parseTop } from '../queries/parse-query-specification.js';
import { parseAlias } from '../tables/parse-table-alias.js';
import { parseTableReference } from '../tables/parse-table-reference.js';
import { parseRow } from '../tables/parse-table-source.js';
import { checkMergeClauses } from './check-merge.js';
import { parseInsertColumns, parseOutputs, parseSetClauses, parseTargetTable } from './parse-modification-target.js';
import { parseOption } from './parse-option.js';

/** MERGE as a statement of its own: the only one that SQL Server wants a semicolon behind (error 10713). */
export function parseMergeStatement(p: Parser, clause: WithClause | undefined): Merge {
  const merge = parseMerge(p, clause);
  if (!p.at(';')) {
    const parameters = {
      message: 'A MERGE statement must be terminated by a semicolon (;).',
      place: 'behind the statement',
    };
    p.diagnostics.push(
      syntaxDiagnostics.create('parse-missing-semicolon', parameters, { start: merge.start, end: merge.end }),
    );
  }
  return merge;
}

export function parseMerge(p: Parser, clause: WithClause | undefined): Merge {
  const start = clause?.start ?? p.start;
  p.expect('MERGE');
  const top = p.at('TOP') ? parseTop(p) : undefined;
  const into = p.eat('INTO');
  const target = parseTargetTable(p);
  const targetAlias = parseAlias(p);
  p.expect('USING');
  const source = parseTableReference(p);
  p.expect('ON');
  const on = parseCondition(p);
  const clauses: MergeClause[] = [];
  while (p.at('WHEN')) clauses.push(parseMergeClause(p));
  if (clauses.length === 0) p.fail('WHEN');
  checkMergeClauses(p, clauses);
  const output = parseOutputs(p);
  const option = p.at('OPTION') ? parseOption(p) : undefined;
  return {
    kind: 'Merge',
    start,
    end: p.end,
    with: clause,
    top,
    into,
    target,
    targetAlias,
    source,
    on,
    clauses,
    output,
    option,
  };
}

function parseMergeClause(p: Parser): MergeClause {
  const { start } = p;
  p.expect('WHEN');
  let when: MergeClause['when'] = 'MATCHED';
  if (p.eat('NOT')) {
    p.expect('MATCHED');
    when = 'NOT MATCHED';
    if (p.eat('BY')) when = `NOT MATCHED BY ${p.oneOf('TARGET', 'SOURCE')}`;
  } else p.expect('MATCHED');
  const condition = p.eat('AND') ? parseCondition(p) : undefined;
  p.expect('THEN');
  const action = parseMergeAction(p);
  const inserts = when === 'NOT MATCHED' || when === 'NOT MATCHED BY TARGET';
  if (inserts !== (action.kind === 'MergeInsert')) {
    const message = `WHEN ${when} does not allow ${inserts ? 'UPDATE or DELETE' : 'INSERT'}.`;
    p.report(
      message,
      { start: action.start, end: action.end },
      inserts ? 'Only INSERT may follow.' : 'Only UPDATE or DELETE may follow.',
    );
  }
  return { kind: 'MergeClause', start, end: p.end, when, condition, action };
}

function parseMergeAction(p: Parser): MergeAction {
  const { start } = p;
  if (p.eat('DELETE')) return { kind: 'MergeDelete', start, end: p.end };
  if (p.eat('UPDATE')) {
    const set = parseSetClauses(p);
    return { kind: 'MergeUpdate', start, end: p.end, set };
  }
  p.expect('INSERT');
  const columns = p.at('(') ? parseInsertColumns(p) : [];
  if (p.eatAll('DEFAULT', 'VALUES')) return { kind: 'MergeInsert', start, end: p.end, columns };
  p.expect('VALUES');
  const values = parseRow(p);
  return { kind: 'MergeInsert', start, end: p.end, columns, values };
}
