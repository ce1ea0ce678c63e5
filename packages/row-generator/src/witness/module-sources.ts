import type { Bound } from '@datamigrate/tsql-binder';
import { objectsIn } from '../modules/objects-in.js';

/** What a variable is given: a value, or a column of the rows of a query. */
export type VariableSource =
  | { readonly kind: 'value'; readonly value: Bound.BoundExpression }
  | { readonly kind: 'column'; readonly query: Bound.BoundQuery; readonly ordinal: number };

/** Rows that a temporary table is given: by the position of its column, that of the query's. */
export interface TemporaryRows {
  readonly query: Bound.BoundQuery;
  readonly columns: readonly (number | undefined)[];
}

/** What stands behind the names of one module: variables, temporary tables, common table expressions. */
export interface ModuleSources {
  readonly variables: ReadonlyMap<string, VariableSource>;
  readonly parameters: ReadonlyMap<string, Bound.BoundParameter>;
  readonly temporary: ReadonlyMap<string, TemporaryRows>;
  readonly ctes: ReadonlyMap<number, Bound.BoundCte>;
}

/** Queries count before values, and of the queries that fill a table the first. */
export function sourcesOf(tree: object, parameters: readonly Bound.BoundParameter[]): ModuleSources {
  const cursors = new Map<string, Bound.BoundQuery>();
  const fetches: Bound.BoundFetchCursor[] = [];
  const variables = new Map<string, VariableSource>();
  const temporary = new Map<string, TemporaryRows>();
  const ctes = new Map<number, Bound.BoundCte>();
  const give = (name: string, source: VariableSource): void => {
    const key = name.toLowerCase();
    const known = variables.get(key);
    if (!known || (known.kind === 'value' && isConstant(known.value))) variables.set(key, source);
  };
  const fill = (name: string, rows: TemporaryRows): void => {
    const known = temporary.get(name.toLowerCase());
    if (!known || rows.query.span.start < known.query.span.start) temporary.set(name.toLowerCase(), rows);
  };
  for (const object of objectsIn(tree)) {
    const node = object as Bound.BoundStatement | (Bound.BoundCte & { readonly kind?: undefined });
    switch (node.kind) {
      case undefined:
        if (typeof node.id === 'number' && node.query) ctes.set(node.id, node);
        break;
      case 'declare-cursor':
        cursors.set(node.name.toLowerCase(), node.query);
        break;
      case 'set-cursor':
        cursors.set(node.variable.toLowerCase(), node.query);
        break;
      case 'fetch-cursor':
        fetches.push(node);
        break;
      case 'set-variable':
        give(node.variable.name, { kind: 'value', value: node.value });
        break;
      case 'declare-variable':
        for (const { name, value } of node.declarations) if (value) give(name, { kind: 'value', value });
        break;
      case 'select-variables':
        node.variables.forEach(({ name }, ordinal) => {
          give(name, { kind: 'column', query: node.query, ordinal });
        });
        break;
      case 'insert':
        if (node.target?.kind === 'temporary-table' && node.source.kind === 'query') {
          const { target, columns, source } = node;
          const places = target.columns.map((_, i) => (columns.includes(i) ? columns.indexOf(i) : undefined));
          fill(target.name, { query: source.query, columns: places });
        }
        break;
      case 'select-into':
        if (node.temporary) fill(node.table.name, { query: node.query, columns: node.columns.map((_, i) => i) });
        break;
      default:
    }
  }
  for (const { cursor, into = [] } of fetches) {
    const query = cursors.get(cursor.name.toLowerCase());
    if (query) for (const [ordinal, { name }] of into.entries()) give(name, { kind: 'column', query, ordinal });
  }
  return { variables, temporary, ctes, parameters: new Map(parameters.map((each) => [each.name.toLowerCase(), each])) };
}

function isConstant(value: Bound.BoundExpression): boolean {
  return value.kind === 'literal' || (value.kind === 'cast' && isConstant(value.operand));
}
