import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { relationsOf, type Scope } from '../scope/scope.js';
import { findObject, temporaryName } from '../tables/bind-named-table.js';
import { bindTable } from '../tables/bind-table.js';
import { spanFrom } from '../tree/make.js';
import type { BoundCte } from '../tree/query.js';
import type { BoundRowTarget } from '../tree/stored-table.js';
import type { BoundTable } from '../tree/table.js';
import { storedTable, targetAsTable, unknownStore } from './bind-target.js';
import { baseOf, traceColumn } from './trace-column.js';

export type SingleTable = Exclude<BoundTable, { kind: 'join' | 'apply' }>;

/** The rows that a statement changes, and how to find its columns in the table that stores them. */
export interface RowTarget {
  readonly target: BoundRowTarget;
  /** The member of FROM that the statement names. */
  readonly named: SingleTable | undefined;
  /** From a position among the columns of `named` to the stored table's; -1 for a column that cannot be written. */
  readonly position: (ordinal: number) => number;
}

/**
 * Binds FROM and finds the target in it: by its alias, by its name, or as the only occurrence of the same object. A
 * target that FROM does not mention joins it as one more table.
 */
export function bindFromWithTarget(
  context: BinderContext,
  rows: Scope,
  target: Ast.ModificationTarget,
  clause: Ast.FromClause | undefined,
): { readonly from: BoundTable[]; readonly named: SingleTable | undefined } {
  const from = (clause?.tables ?? []).map((table) => bindTable(context, rows, table));
  const written = targetAsTable(context, target);
  if (!written) return { from, named: undefined };
  const relations = from.flatMap(relationsOf) as SingleTable[];
  const matches = matching(context, relations, written);
  if (matches.length > 1) {
    context.report('bind-ambiguous-target', { name: `'${relationName(written)}'` }, target);
  }
  const [found] = matches;
  if (found) return { from, named: found };
  const added = bindTable(context, rows, written) as SingleTable;
  return { from: [...from, added], named: added };
}

function relationName(table: Ast.NamedTable | Ast.VariableTable): string {
  return table.kind === 'NamedTable' ? table.name.name.name : table.variable.name;
}

function matching(
  context: BinderContext,
  relations: readonly SingleTable[],
  written: Ast.NamedTable | Ast.VariableTable,
): SingleTable[] {
  const name = relationName(written);
  const sameAlias = (relation: SingleTable): boolean => context.catalog.sameName(relation.alias, name);
  if (written.kind === 'VariableTable' || (!written.name.schema && !written.name.database)) {
    const byAlias = relations.filter(sameAlias);
    if (byAlias.length > 0) return byAlias;
  }
  if (written.kind === 'VariableTable' || temporaryName(written.name) !== undefined) {
    return relations.filter(
      (relation) => relation.kind === 'temporary-table' && context.catalog.sameName(relation.name, name),
    );
  }
  const object = findObject(context, written.name);
  const wanted = object?.kind === 'table' ? object.table : object?.kind === 'module' ? object.module : undefined;
  if (!wanted) return [];
  const occurrences = relations.filter(
    (relation) =>
      relation.kind === 'named-table' &&
      relation.object.schema === wanted.schema &&
      relation.object.name === wanted.name,
  );
  // Of several the one that stands without an alias is meant.
  const bare = occurrences.filter(sameAlias);
  return bare.length === 1 ? bare : occurrences;
}

/** The stored table behind the named member of FROM; of a CTE the one whose columns are set. */
export function rowTarget(
  context: BinderContext,
  ctes: readonly BoundCte[],
  named: SingleTable | undefined,
  columns: readonly Ast.ColumnReference[],
  node: Ast.AstNode,
): RowTarget {
  if (!named) {
    const table = unknownStore(node);
    const relation = context.newRelation();
    return { target: { relation, base: relation, table }, named, position: () => -1 };
  }
  const first = columns[0]?.column.name;
  const ordinal = first === undefined ? -1 : ordinalOf(context, named, first);
  const base = ordinal < 0 ? baseOf(ctes, named) : traceColumn(ctes, named, ordinal)?.table;
  if (!base) {
    context.report('bind-not-updatable', { name: `'${named.alias}'` }, node);
    const target = { relation: named.relation, base: named.relation, table: unknownStore(spanFrom(node)) };
    return { target, named, position: () => -1 };
  }
  const target = { relation: named.relation, base: base.relation, table: storedTable(context, base) };
  const position = (wanted: number): number => {
    const traced = traceColumn(ctes, named, wanted);
    return traced?.table.relation === base.relation ? traced.ordinal : -1;
  };
  return { target, named, position };
}

export function ordinalOf(context: BinderContext, table: SingleTable, name: string): number {
  return table.columns.findIndex((column) => column.name !== undefined && context.catalog.sameName(column.name, name));
}
