import { checkIdent } from '@datamigrate/tsql-binder';
import type { Ast } from '@datamigrate/tsql-syntax';
import { both, type Condition } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { nameParts } from '../program/renamed-names.js';

/** Commands that look at a database or keep it in shape. */
// biome-ignore format: a list of names
const UPKEEP: ReadonlySet<string> = new Set([
  'CHECKALLOC', 'CHECKCATALOG', 'CHECKDB', 'CHECKTABLE', 'CLEANTABLE', 'DBREINDEX', 'DROPCLEANBUFFERS', 'FREEPROCCACHE',
  'FREESESSIONCACHE', 'FREESYSTEMCACHE', 'INDEXDEFRAG', 'SHRINKDATABASE', 'SHRINKFILE', 'TRACEOFF', 'TRACEON', 'UPDATEUSAGE',
]);

/**
 * DBCC. CHECKIDENT says which key the next row gets: of a table that has been emptied, it begins anew from there. Models go
 * on behind the largest key anyway.
 */
export function runDbcc(
  program: Program,
  node: Ast.StatementOf<'Dbcc'>,
  condition: Condition,
  refuse: (statement: string) => never,
): string {
  if (typeof node.command === 'string' && UPKEEP.has(node.command))
    return 'it keeps the database in shape and changes no rows';
  const said = checkIdent(node);
  if (!said) return refuse('DBCC');
  const object = nameParts(said.table);
  const reason = object && program.environment.keptElsewhere(object);
  if (reason !== undefined) return reason;
  if (said.last === undefined) return 'keys go on behind the largest there is';
  const table = object && program.tableCalled(object);
  if (table?.version.kind !== 'empty' || both(program.active, condition) || program.row)
    return refuse('DBCC CHECKIDENT of a table that may have rows');
  const { last } = said;
  const columns = table.columns.map((each) => {
    const { identity } = each;
    return identity ? { ...each, identity: { ...identity, seed: `${last + BigInt(identity.increment)}` } } : each;
  });
  program.set({ ...table, columns, undeleted: undefined });
  return `the keys of ${table.key} begin anew`;
}
