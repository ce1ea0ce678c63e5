import type { Update } from '../../ast/data-modification.js';
import type { WithClause } from '../../ast/queries.js';
import type { Parser } from '../parser.js';
import { parseTop } from '../queries/parse-query-specification.js';
import { parseFrom } from '../tables/parse-from.js';
import { parseModificationWhere } from './parse-delete.js';
import { parseModificationTarget, parseOutputs, parseSetClauses } from './parse-modification-target.js';
import { parseOption } from './parse-option.js';

export function parseUpdate(p: Parser, clause: WithClause | undefined): Update {
  const start = clause?.start ?? p.start;
  p.expect('UPDATE');
  const top = p.at('TOP') ? parseTop(p) : undefined;
  const target = parseModificationTarget(p);
  const set = parseSetClauses(p);
  const output = parseOutputs(p);
  const from = p.at('FROM') ? parseFrom(p) : undefined;
  const where = p.at('WHERE') ? parseModificationWhere(p) : undefined;
  const option = p.at('OPTION') ? parseOption(p) : undefined;
  return { kind: 'Update', start, end: p.end, with: clause, top, target, set, output, from, where, option };
}
