import type { Span } from '@datamigrate/diagnostics';
import { closestName } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindMember } from '../expressions/bind-method.js';
import type { BoundCollation, BoundColumn, BoundExpression } from '../tree/expression.js';
import { errorExpression } from '../tree/make.js';
import type { OutputColumn } from '../tree/query.js';
import { methodOwner } from './method-owner.js';
import type { Scope, ScopeRelation } from './scope.js';

interface Match {
  readonly relation: ScopeRelation;
  readonly ordinal: number;
}

/** The column that a name means: the nearest query level that has it decides. */
export function resolveColumn(context: BinderContext, scope: Scope, node: Ast.ColumnReference): BoundExpression {
  const { qualifier } = node;
  const { name } = node.column;
  let unknownRelation = false;
  let level = 0;
  for (let current: Scope | undefined = scope; current; current = current.parent, level++) {
    let match: Match | undefined;
    let matches: Match[] | undefined;
    let qualified = false;
    for (const relation of current.relations) {
      if (qualifier.length > 0 && !isQualifiedBy(context, relation, qualifier)) continue;
      qualified = true;
      if (!relation.known) unknownRelation = true;
      for (const ordinal of ordinalsOf(context, relation.columns, name)) {
        const next = { relation, ordinal };
        if (!match) match = next;
        else matches = [...(matches ?? [match]), next];
      }
    }
    if (matches) return ambiguous(context, node, matches);
    if (match) return unboundColumn(context, match, node) ?? boundColumn(match, level, node);
    if (qualifier.length > 0 && qualified) break;
  }
  const property = node.qualifier.at(-1)?.name;
  const owner = property === undefined ? undefined : methodOwner(context, scope, property);
  const value = owner === undefined ? undefined : propertyOf(context, scope, node);
  if (value) return value;
  if (owner) {
    const construct = `The property ${node.column.name} of ${owner}`;
    context.report('bind-unsupported', { construct, help: '' }, node);
  } else if (!unknownRelation) reportUnknown(context, scope, node);
  return errorExpression(node);
}

/** `c.Location.Lat`: the column before the last name, and what it is asked for. */
function propertyOf(context: BinderContext, scope: Scope, node: Ast.ColumnReference): BoundExpression | undefined {
  const column = node.qualifier[node.qualifier.length - 1];
  if (!column) return undefined;
  const operand = resolveColumn(context, scope, { ...node, qualifier: node.qualifier.slice(0, -1), column });
  return bindMember(context, scope, operand, { name: node.column.name, arguments: [], node });
}

const NONE: readonly number[] = [];
/** A list that is shorter is searched as it stands. */
const LONG = 40;

/** Where a name stands in a list of columns. */
function ordinalsOf(context: BinderContext, columns: readonly OutputColumn[], name: string): readonly number[] {
  const { catalog } = context;
  if (columns.length >= LONG) return namesOf(context, columns).get(catalog.fold(name)) ?? NONE;
  let found: number[] | undefined;
  for (let i = 0; i < columns.length; i++) {
    const own = columns[i]?.name;
    if (own === undefined || !catalog.sameName(own, name)) continue;
    if (found) found.push(i);
    else found = [i];
  }
  return found ?? NONE;
}

/** Columns by their names as the database compares them: a long list is searched for every name of a query. */
const NAMES = new WeakMap<readonly OutputColumn[], ReadonlyMap<string, readonly number[]>>();

function namesOf({ catalog }: BinderContext, columns: readonly OutputColumn[]): ReadonlyMap<string, readonly number[]> {
  const known = NAMES.get(columns);
  if (known) return known;
  const names = new Map<string, number[]>();
  columns.forEach(({ name }, ordinal) => {
    if (name === undefined) return;
    const folded = catalog.fold(name);
    const same = names.get(folded);
    if (same) same.push(ordinal);
    else names.set(folded, [ordinal]);
  });
  NAMES.set(columns, names);
  return names;
}

function unboundColumn(context: BinderContext, match: Match, node: Ast.ColumnReference): BoundExpression | undefined {
  const column = match.relation.columns[match.ordinal];
  return column?.unbound ? refuseUnbound(context, column, node) : undefined;
}

/** A computed column whose expression could not be bound has no value that a query could take. */
export function refuseUnbound(context: BinderContext, column: OutputColumn, node: Span): BoundExpression {
  context.report(
    'bind-unsupported',
    { construct: `The expression of the computed column ${column.name}`, help: '' },
    node,
  );
  return errorExpression(node);
}

function boundColumn(match: Match, level: number, node: Ast.ColumnReference): BoundColumn {
  const column = match.relation.columns[match.ordinal];
  if (!column) throw new Error('a match names a column of its relation');
  return {
    kind: 'column',
    type: column.type,
    nullable: column.nullable || match.relation.optional === true,
    collation: implicitly(column.collation),
    span: { start: node.start, end: node.end },
    relation: match.relation.relation,
    ordinal: match.ordinal,
    name: column.name ?? '',
    level,
  };
}

/** A column's collation is implicit, wherever its table has it from. */
function implicitly(collation: BoundCollation | undefined): BoundCollation | undefined {
  if (!collation || collation.label === 'implicit' || collation.label === 'none') return collation;
  return { name: collation.name, label: 'implicit' };
}

/** `t.c` by exposed name; `s.t.c` and longer only for a table that has no alias. */
export function isQualifiedBy(
  context: BinderContext,
  relation: ScopeRelation,
  qualifier: Ast.ColumnReference['qualifier'],
): boolean {
  const table = qualifier[qualifier.length - 1]?.name;
  // Not by an index of -1, which is no element but a name that is looked up slowly.
  const schema = qualifier.length > 1 ? qualifier[qualifier.length - 2]?.name : undefined;
  if (table === undefined || !context.catalog.sameName(relation.alias, table)) return false;
  if (schema === undefined) return true;
  if (relation.schema === undefined) return false;
  const database = context.catalog.databaseOf(relation.schema);
  const own = database === undefined ? relation.schema : relation.schema.slice(database.length + 1);
  return context.catalog.sameName(own, schema);
}

function ambiguous(context: BinderContext, node: Ast.ColumnReference, matches: readonly Match[]): BoundExpression {
  const candidates = matches.map(({ relation }) => `${relation.alias}.${node.column.name}`).join(', ');
  context.report('bind-ambiguous-column', { name: quoted(node), candidates }, node);
  return errorExpression(node);
}

function reportUnknown(context: BinderContext, scope: Scope, node: Ast.ColumnReference): void {
  const columns: string[] = [];
  const aliases: string[] = [];
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    for (const relation of current.relations) {
      aliases.push(relation.alias);
      for (const column of relation.columns) if (column.name !== undefined) columns.push(column.name);
    }
  }
  const table = node.qualifier[node.qualifier.length - 1]?.name;
  if (table !== undefined && !aliases.some((alias) => context.catalog.sameName(alias, table))) {
    const close = closestName(table, aliases);
    context.report(
      'bind-unknown-qualifier',
      { name: quoted(node), help: close === undefined ? '' : `Did you mean ${close}?` },
      node,
    );
    return;
  }
  const close = closestName(node.column.name, columns);
  context.report(
    'bind-unknown-column',
    { name: quoted(node), help: close === undefined ? '' : `Did you mean ${close}?` },
    node,
  );
}

function quoted(node: Ast.ColumnReference): string {
  return `'${[...node.qualifier.map((part) => part?.name ?? ''), node.column.name].join('.')}'`;
}
