import { type Column, isCharacter } from '@datamigrate/catalog';
import { type Ast, parseBatch } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { convertForStore } from '../expressions/convert.js';
import { Scope } from '../scope/scope.js';
import { outputColumn } from '../tables/bind-named-table.js';
import { inOneCatalog } from '../tables/in-one-catalog.js';
import type { BoundExpression, RelationId } from '../tree/expression.js';
import { nullLiteral } from '../tree/make.js';
import type { OutputColumn } from '../tree/query.js';
import type { StoredColumn } from '../tree/stored-table.js';

/** In the expression of a computed column: the row it belongs to. */
export const SELF_RELATION: RelationId = -1;

/** What a new row of a system-versioned table gets. */
const GENERATED = { 'row-start': 'SYSUTCDATETIME()', 'row-end': "'9999-12-31T23:59:59.9999999'" } as const;

/** Columns with the expressions of their defaults and computations bound. The texts are the catalog's. */
export function storedColumns(context: BinderContext, columns: readonly Column[]): StoredColumn[] {
  const outputs = columns.map((column) => outputColumn(context, column));
  return columns.map((column): StoredColumn => {
    const definition = column.generated ? GENERATED[column.generated] : column.default?.definition;
    const written = definition === undefined ? undefined : bindText(context, definition, []);
    // No query reads a column that is not bound: any value will do.
    const computed = column.computed?.unbound
      ? nullLiteral(column.type, { start: 0, end: 0 })
      : column.computed && bindText(context, column.computed.definition, outputs);
    return {
      name: column.name,
      type: column.type,
      nullable: column.nullable,
      collation: isCharacter(column.type)
        ? { name: column.collation ?? context.databaseCollation, label: 'implicit' }
        : undefined,
      ...(column.identity ? { identity: column.identity } : {}),
      ...(column.generated ? { generated: column.generated } : {}),
      ...(column.hidden ? { hidden: true } : {}),
      ...(column.computed?.unbound ? { unbound: true } : {}),
      ...(written ? { default: convertForStore(context, written, column.type) } : {}),
      ...(computed ? { computed: convertForStore(context, computed, column.type) } : {}),
    };
  });
}

function bindText(context: BinderContext, text: string, columns: readonly OutputColumn[]): BoundExpression | undefined {
  const written = parseExpression(text);
  if (!written) return undefined;
  const expression = inOneCatalog(context.catalog, written, context.defaultSchema);
  const scope = new Scope(undefined);
  scope.relations.push({ relation: SELF_RELATION, alias: '', columns, known: true });
  return bindExpression(context, scope, expression);
}

function parseExpression(text: string): Ast.Expression | undefined {
  const [statement] = parseBatch(`SELECT ${text}`).statements;
  if (statement?.kind !== 'Select' || statement.query.kind !== 'QuerySpecification') return undefined;
  const [element] = statement.query.select;
  return element?.kind === 'SelectColumn' ? element.expression : undefined;
}
