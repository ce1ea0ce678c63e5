import { displayName, objectKey } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { ChangeEvent } from '../program/environment.js';
import type { Program } from '../program/program.js';

type Writing = Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundDelete | Bound.BoundMerge;

/**
 * What SQL Server changes beside the rows of a statement: by triggers, and by foreign keys that cascade. A trigger is
 * refused as an object of its own, and what it changes is not known from here on; where that is what the procedure makes, or
 * where nobody else would tell, the statement is refused.
 */
export function checkSideEffects(program: Program, statement: Writing): void {
  const store = statement.kind === 'insert' ? statement.target : statement.target.table;
  if (store.kind !== 'table') return;
  const { object, columns } = store;
  const happens = eventsOf(statement);
  for (const { by, changes, events, of, tellsItself, replaces } of program.environment.sideEffects(object)) {
    const columnsSet = happens.get('UPDATE') ?? [];
    const meets = events.some((event) => {
      if (!happens.has(event)) return false;
      return event !== 'UPDATE' || !of || columnsSet.some((i) => of.includes(columns[i]?.name.toLowerCase() ?? ''));
    });
    if (!meets) continue;
    const stated = changes.filter((key) => program.tables.get(key)?.version.kind !== 'empty');
    const unsaid =
      replaces || stated.some((key) => !tellsItself || program.writing.has(key) || key === objectKey(object));
    if (unsaid) {
      const params = { table: displayName(object), by };
      program.refuse(analysisDiagnostics.create('analyse-side-effect', params, statement.span));
    }
    for (const key of changes) program.noted.add(key);
  }
}

/** What happens to rows, with the columns that an UPDATE sets. */
function eventsOf(statement: Writing): ReadonlyMap<ChangeEvent, readonly number[]> {
  if (statement.kind === 'insert') return new Map([['INSERT', []]]);
  if (statement.kind === 'delete') return new Map([['DELETE', []]]);
  if (statement.kind === 'update') return new Map([['UPDATE', columnsOf(statement.set)]]);
  const actions = statement.clauses.map(({ action }) => action);
  const events = new Map<ChangeEvent, readonly number[]>();
  if (actions.some(({ kind }) => kind === 'insert')) events.set('INSERT', []);
  if (actions.some(({ kind }) => kind === 'delete')) events.set('DELETE', []);
  const set = actions.flatMap((action) => (action.kind === 'update' ? [columnsOf(action.set)] : []));
  if (set.length > 0) events.set('UPDATE', set.flat());
  return events;
}

const columnsOf = (set: Bound.BoundUpdate['set']): readonly number[] =>
  set.flatMap((item) => ('column' in item && typeof item.column === 'number' ? [item.column] : []));
