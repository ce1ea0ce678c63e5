import { type Column, isCharacter, type SqlType } from '@datamigrate/catalog';
import { withFields } from '@datamigrate/foundation';
import { type Ast, printNode } from '@datamigrate/tsql-syntax';
import { BinderContext } from '../binder-context.js';
import { bindType } from '../expressions/bind-cast.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { numberText } from '../expressions/number-text.js';
import { Scope } from '../scope/scope.js';
import { outputColumn } from '../tables/bind-named-table.js';

/**
 * The columns that a table's definition gives, in order. `source` is the text the nodes come from: expressions of
 * defaults and computed columns are kept as written; without it they are printed.
 */
export function tableColumnsFrom(
  context: BinderContext,
  elements: readonly Ast.TableElement[],
  source: string | undefined,
): Column[] {
  const columns: Column[] = [];
  for (const element of elements) {
    if (element.kind === 'ColumnDefinition') columns.push(columnFrom(context, element, source, columns));
  }
  const keyed = new Set(
    elements.flatMap((element) =>
      isPrimaryKey(element) ? (element.columns ?? []).map((column) => context.catalog.fold(column.name.name)) : [],
    ),
  );
  return columns.map((column) =>
    keyed.has(context.catalog.fold(column.name)) ? { ...column, nullable: false } : column,
  );
}

/** The name of a constraint that has one. */
export function named(name: Ast.Identifier | undefined): { readonly name?: string } {
  return name ? { name: name.name } : {};
}

export function isPrimaryKey(element: Ast.TableElement | Ast.ColumnElement): element is Ast.UniqueConstraint {
  return element.kind === 'UniqueConstraint' && element.type === 'PRIMARY KEY';
}

/** One column; `before` are the table's columns so far, which a computed column may use. */
export function columnFrom(
  context: BinderContext,
  node: Ast.ColumnDefinition,
  source: string | undefined,
  before: readonly Column[],
): Column {
  const name = node.name.name;
  const elements = node.elements ?? [];
  if (node.computed) {
    const persisted = elements.some((element) => element.kind === 'ColumnPersisted');
    const notNull = elements.some((element) => element.kind === 'ColumnNullability' && element.nullable === 'NOT NULL');
    const bound = bindComputed(context, node.computed, before, name);
    return {
      name,
      type: bound.type,
      ...(bound.collation ? { collation: bound.collation } : {}),
      nullable: !notNull && bound.nullable,
      computed: {
        definition: textOf(source, node.computed),
        persisted,
        ...(bound.unbound ? { unbound: true } : {}),
      },
    };
  }
  // A column called timestamp may stand without a type and has that type.
  const type: SqlType = node.type
    ? (bindType(context, node.type, 'declaration') ?? { name: 'sql_variant' })
    : { name: 'rowversion' };
  const alias = node.type && aliasOf(context, node.type);
  return {
    name,
    type,
    nullable: isNullable(elements, alias?.nullable ?? true),
    ...(alias ? { aliasType: { schema: alias.schema, name: alias.name } } : {}),
    ...(isCharacter(type) ? { collation: collationOf(elements) ?? context.databaseCollation } : {}),
    ...identityOf(elements),
    ...defaultOf(elements, source),
    ...(elements.some((element) => element.kind === 'ColumnRowGuid') ? { rowGuid: true } : {}),
    ...generatedOf(elements),
    ...(elements.some((element) => element.kind === 'ColumnSparse') ? { sparse: true } : {}),
    ...maskOf(elements),
  };
}

function maskOf(elements: readonly Ast.ColumnElement[]): Pick<Column, 'mask'> {
  const masked = elements.find((element) => element.kind === 'ColumnMasked');
  return masked ? { mask: masked.function.value } : {};
}

function generatedOf(elements: readonly Ast.ColumnElement[]): Pick<Column, 'generated' | 'hidden'> {
  const generated = elements.find((element) => element.kind === 'ColumnGenerated');
  const hidden = generated?.hidden === true || elements.some((element) => element.kind === 'ColumnHidden');
  return {
    ...(generated?.as === 'ROW START' ? { generated: 'row-start' } : {}),
    ...(generated?.as === 'ROW END' ? { generated: 'row-end' } : {}),
    ...(hidden ? { hidden } : {}),
  };
}

function isNullable(elements: readonly Ast.ColumnElement[], fallback: boolean): boolean {
  for (const element of elements) if (element.kind === 'ColumnNullability') return element.nullable === 'NULL';
  if (
    elements.some(
      (element) => isPrimaryKey(element) || element.kind === 'ColumnIdentity' || element.kind === 'ColumnGenerated',
    )
  )
    return false;
  return fallback;
}

function aliasOf(context: BinderContext, type: Ast.DataType) {
  const schema = type.name.schema?.name;
  const name = type.name.name.name;
  return (
    context.catalog.aliasType(name, schema ?? context.defaultSchema) ??
    (schema === undefined
      ? context.catalog.aliasType(name, context.catalog.dboBeside(context.defaultSchema))
      : undefined)
  );
}

function collationOf(elements: readonly Ast.ColumnElement[]): string | undefined {
  for (const element of elements) if (element.kind === 'ColumnCollation') return element.collation.name;
  return undefined;
}

function identityOf(elements: readonly Ast.ColumnElement[]): Pick<Column, 'identity'> {
  for (const element of elements) {
    if (element.kind !== 'ColumnIdentity') continue;
    return { identity: { seed: numberText(element.seed) ?? '1', increment: numberText(element.increment) ?? '1' } };
  }
  return {};
}

function defaultOf(elements: readonly Ast.ColumnElement[], source: string | undefined): Pick<Column, 'default'> {
  for (const element of elements) {
    if (element.kind !== 'DefaultConstraint') continue;
    return {
      default: withFields(named(element.name), { definition: textOf(source, element.value) }),
    };
  }
  return {};
}

export function textOf(source: string | undefined, node: Ast.AstNode): string {
  return source === undefined ? printNode(node) : source.slice(node.start, node.end);
}

interface Computed {
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly collation: string | undefined;
  readonly unbound: boolean;
}

/**
 * A computed column's type comes from its expression over the columns before it, and after it, in the same table. An
 * expression that SQL Server takes and the binder does not costs the column only, not its table.
 */
export function bindComputed(
  context: BinderContext,
  node: Ast.Expression,
  columns: readonly Column[],
  name: string,
): Computed {
  const scope = new Scope(undefined);
  scope.relations.push({
    relation: -1,
    alias: '',
    columns: columns.map((column) => outputColumn(context, column)),
    known: true,
  });
  const { catalog, modules, settings, defaultSchema } = context;
  const trial = new BinderContext(catalog, modules, { settings, defaultSchema });
  const bound = bindExpression(trial, scope, node);
  const errors = trial.diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first && errors.every(({ code }) => code === 'bind-unsupported')) {
    context.report('bind-computed-column', { name: `'${name}'`, reason: first.message }, node);
    return { type: { name: 'sql_variant' }, nullable: true, collation: undefined, unbound: true };
  }
  if (first) bindExpression(context, scope, node);
  return { type: bound.type, nullable: bound.nullable, collation: bound.collation?.name, unbound: false };
}
