import type { Statement } from '../../ast/statement.js';
import type { StatementRule } from '../../grammar/statement.js';
import { statementRules } from '../../grammar/statement-rules.js';
import { terms } from '../../grammar/terms.js';
import type { Parser } from '../parser.js';
import { parseWith } from '../queries/parse-with.js';
import { parseBegin, parseIf, parseWhile } from './parse-control-flow.js';
import { parseDelete } from './parse-delete.js';
import { parseExecute } from './parse-execute.js';
import { parseInsert } from './parse-insert.js';
import { parseMergeStatement } from './parse-merge.js';
import { parseSelectStatement } from './parse-select.js';
import { parseUpdate } from './parse-update.js';
import type { StatementEntry } from './statement-table.js';

/** All statements: the hand-written ones, then the described ones. */
export function statementEntries(): StatementEntry[] {
  return [
    entry('SELECT', (p) => parseSelectStatement(p)),
    { leads: [terms('(')], applies: opensQuery, parse: (p) => parseSelectStatement(p) },
    entry('WITH', parseWithStatement),
    entry('INSERT', (p) => parseInsert(p, undefined)),
    entry('UPDATE', (p) => parseUpdate(p, undefined)),
    entry('DELETE', (p) => parseDelete(p, undefined)),
    entry('MERGE', (p) => parseMergeStatement(p, undefined)),
    entry('IF', parseIf),
    entry('WHILE', parseWhile),
    entry('BEGIN', parseBegin),
    entry('EXEC', parseExecute),
    entry('EXECUTE', parseExecute),
    ...(statementRules as readonly StatementRule<string, unknown>[]).map(described),
  ];
}

function entry(phrase: string, parse: (p: Parser) => Statement): StatementEntry {
  return { leads: [terms(phrase)], parse };
}

function described(rule: StatementRule<string, unknown>): StatementEntry {
  return {
    leads: rule.leads,
    ...(rule.applies ? { applies: rule.applies } : {}),
    parse: (p) => rule.parse(p) as Statement,
  };
}

function opensQuery(p: Parser): boolean {
  let ahead = 0;
  while (p.term(ahead) === '(') ahead++;
  return p.term(ahead) === 'SELECT';
}

/** A statement behind a WITH clause. */
function parseWithStatement(p: Parser): Statement {
  const clause = parseWith(p);
  switch (p.term()) {
    case 'INSERT':
      return parseInsert(p, clause);
    case 'UPDATE':
      return parseUpdate(p, clause);
    case 'DELETE':
      return parseDelete(p, clause);
    case 'MERGE':
      return parseMergeStatement(p, clause);
    default:
      return parseSelectStatement(p, clause);
  }
}
