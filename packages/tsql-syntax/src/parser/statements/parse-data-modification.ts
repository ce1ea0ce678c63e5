import type { DataModification } from '../../ast/data-modification.js';
import type { Parser } from '../parser.js';
import { parseDelete } from './parse-delete.js';
import { parseInsert } from './parse-insert.js';
import { parseMerge } from './parse-merge.js';
import { parseUpdate } from './parse-update.js';

export function startsDataModification(p: Parser): boolean {
  return p.atAny('INSERT', 'UPDATE', 'DELETE', 'MERGE');
}

/** A data modification inside parentheses, as the source of an INSERT. */
export function parseDataModification(p: Parser): DataModification {
  switch (p.term()) {
    case 'INSERT':
      return parseInsert(p, undefined);
    case 'UPDATE':
      return parseUpdate(p, undefined);
    case 'DELETE':
      return parseDelete(p, undefined);
    default:
      return parseMerge(p, undefined);
  }
}
