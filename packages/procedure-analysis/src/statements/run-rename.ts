import { objectKey, type QualifiedName } from '@datamigrate/catalog';
import { type Bound, fingerprint } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { type Condition, integer } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { renamedNames } from '../program/renamed-names.js';
import { rowsWhere } from '../program/rows.js';
import { sameColumns, type TableState } from '../program/table-state.js';
import { assign } from './assign.js';

/**
 * `EXEC sp_rename 'dw.New', 'Old'`: a table takes the place of another one, which is dropped, put away, or takes its place
 * in turn.
 */
export function runRename(
  program: Program,
  call: Bound.BoundExecuteProcedure,
  condition: Condition,
): readonly string[] {
  const { span } = call;
  const refuse = (reason: string): never =>
    program.refuse(analysisDiagnostics.create('analyse-statement', { statement: `sp_rename ${reason}` }, span));
  const names = renamedNames(call, (value) => program.resolve(value));
  if (condition || program.row) return refuse('in one case only');
  if (!names) return refuse('of anything but a table by its name');
  const { from, to } = names;
  if (call.status) assign(program, call.status.name, integer(0, span), undefined);
  const [old, key] = [objectKey(from), objectKey(to)];
  const { environment } = program;
  const wanted = environment.columns(to);
  if (wanted && !program.dropped.has(key)) return refuse('to a name that another table has');
  const state = program.tables.get(old);
  const away = program.putAway.get(old);
  const isMade = program.created.has(old) || (state !== undefined && !environment.columns(from));
  program.renamed.add(old);
  program.tables.delete(old);
  if (!away && isMade) {
    if (!state) return refuse('of a table that the procedure does not fill');
    // What takes the place of a table of the database has to look like it.
    if (wanted && !sameColumns(state, wanted)) return refuse('of a table of other columns');
    program.created.delete(old);
    program.tables.delete(key);
    program.dropped.delete(key);
    if (!wanted) program.created.add(key);
    program.set({ ...state, key, title: to.name, object: to });
    return [key];
  }
  const original = away?.object ?? from;
  program.putAway.delete(old);
  program.movedAway.delete(old);
  if (!away) program.dropped.add(old);
  if (!wanted) {
    program.movedAway.add(key);
    program.putAway.set(key, { object: original, state: away ? away.state : state });
    return [];
  }
  if (!isAlike(program, original, to)) return refuse('of a table that is defined in another way');
  const columns = environment.storedColumns(original);
  if (!columns) return refuse('of a table that is not known');
  if (columns.some(({ generated }) => generated)) return refuse('of a system-versioned table');
  const rows = (away ? away.state : state) ?? program.before(original, columns);
  program.dropped.delete(key);
  const target: TableState = {
    ...rows,
    key,
    title: to.name,
    object: to,
    version: { kind: 'empty' },
    added: undefined,
    written: true,
  };
  program.write(target, rowsWhere(rows, program.newId(), undefined, span), { keys: rows.keys }, ['']);
  return [key];
}

/** Whether two tables of the database are defined in the same way. */
function isAlike({ environment }: Program, one: QualifiedName, other: QualifiedName): boolean {
  const definition = (table: QualifiedName): string => {
    const columns = (environment.columns(table) ?? []).map((each) => ({
      ...each,
      name: each.name.toLowerCase(),
      description: undefined,
    }));
    const keys = environment.keys(table).map((names) => names.map((name) => name.toLowerCase()).join());
    return fingerprint([columns, [...keys].sort()]);
  };
  return definition(one) === definition(other);
}
