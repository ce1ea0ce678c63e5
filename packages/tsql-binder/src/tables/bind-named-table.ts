import {
  type CatalogObject,
  type Column,
  displayName,
  isCharacter,
  type QualifiedName,
  systemView,
  type Table,
} from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import { closestName } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import { parseBatch } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import type { Scope } from '../scope/scope.js';
import { spanFrom } from '../tree/make.js';
import type { OutputColumn } from '../tree/query.js';
import type { BoundErrorTable, BoundTable } from '../tree/table.js';
import { errorTable } from './bind-table.js';
import { bindTemporal } from './bind-temporal.js';
import { inOneCatalog } from './in-one-catalog.js';

type SingleTable = Exclude<BoundTable, { kind: 'join' | 'apply' }>;

/** A name in FROM: a CTE, a temporary table, or an object of the catalog with its synonyms followed. */
export function bindNamedTable(context: BinderContext, scope: Scope, node: Ast.NamedTable): SingleTable {
  const { name } = node;
  const alias = node.alias?.name ?? name.name.name;
  if (node.temporal) {
    const found = followSynonyms(context, name);
    if (found?.kind === 'module') {
      const construct = 'FOR SYSTEM_TIME of a view';
      context.report('bind-unsupported', { construct, help: 'Put it behind the tables of the view.' }, node.temporal);
      return errorTable(context, node, alias);
    }
    if (found?.kind !== 'table' && !temporaryName(name)) return unknown(context, node, alias);
    const table = found?.kind === 'table' ? found.table : undefined;
    return bindTemporal(context, node, node.temporal, alias, table);
  }
  if (node.sample) {
    context.report(
      'bind-unsupported',
      { construct: 'TABLESAMPLE', help: 'It returns other rows each time.' },
      node.sample,
    );
    return errorTable(context, node, alias);
  }
  if (!name.schema && !name.database) {
    const cte = scope.findCte(name.name.name);
    if (cte) {
      if (!cte.columns) {
        cte.referencedByItself = true;
        context.report(
          'bind-unsupported',
          { construct: `The CTE ${cte.name}, used before it is complete,`, help: '' },
          node,
        );
        return errorTable(context, node, alias);
      }
      return {
        kind: 'cte-reference',
        relation: context.newRelation(),
        alias,
        columns: cte.columns,
        span: spanFrom(node),
        cte: cte.id,
        name: cte.name,
      };
    }
  }
  const temporary = temporaryName(name) ?? imageName(context, name);
  if (temporary) {
    const table = context.temporaryTable(temporary);
    if (!table) return unknown(context, node, alias);
    return {
      kind: 'temporary-table',
      relation: context.newRelation(),
      alias,
      columns: table.columns,
      span: spanFrom(node),
      name: table.name,
    };
  }
  return bindObject(context, node, name, alias, 0);
}

/** `#t`, also as `tempdb..#t`. */
export function temporaryName(name: Ast.ObjectName): string | undefined {
  if (name.name.name.startsWith('#')) return name.name.name;
  return undefined;
}

/** `inserted` and `deleted` where they are declared: in a trigger. */
function imageName(context: BinderContext, name: Ast.ObjectName): string | undefined {
  if (name.schema || name.database) return undefined;
  return context.temporaryTable(name.name.name)?.name;
}

/** Synonyms may point at synonyms of other databases, never in a circle; deeper than this is one. */
const MAX_SYNONYM_DEPTH = 8;

function bindObject(
  context: BinderContext,
  node: Ast.NamedTable,
  name: Ast.ObjectName,
  alias: string,
  depth: number,
): SingleTable {
  const foreign = isForeign(context, name);
  const found = findObject(context, name);
  const system = bindSystemView(context, node, name, alias, found !== undefined);
  if (system) return system;
  if (foreign) {
    reportExternal(context, name, node);
    return errorTable(context, node, alias);
  }
  if (!found) return unknown(context, node, alias);
  if (found.kind === 'synonym' && depth < MAX_SYNONYM_DEPTH) {
    const target = parseName(context, found.synonym.target, found.synonym.schema);
    if (target) return bindObject(context, node, target, alias, depth + 1);
  }
  const relation = context.newRelation();
  const span = spanFrom(node);
  if (found.kind === 'table') {
    const { schema, name: table } = found.table;
    return {
      kind: 'named-table',
      relation,
      alias,
      columns: context.modules.tableColumns(found.table),
      span,
      object: { schema, name: table },
      type: 'table',
    };
  }
  if (found.kind === 'module' && found.module.kind === 'view') {
    const object: QualifiedName = { schema: found.module.schema, name: found.module.name };
    const columns = context.modules.viewColumns(object.schema, object.name);
    if (!columns) {
      context.report(
        'bind-unknown-object',
        { name: `'${displayName(object)}'`, help: 'The view itself could not be bound: see its own messages.' },
        node,
      );
      return errorTable(context, node, alias);
    }
    return { kind: 'named-table', relation, alias, columns, span, object, type: 'view' };
  }
  return unknown(context, node, alias);
}

/**
 * sys.objects, INFORMATION_SCHEMA.COLUMNS, sysobjects: of the database in which the statement stands, of another one of
 * the catalog, or of master and its like, which have the same views. `hidden` where an object has the name.
 */
function bindSystemView(
  context: BinderContext,
  node: Ast.NamedTable,
  name: Ast.ObjectName,
  alias: string,
  hidden: boolean,
): SingleTable | undefined {
  const database = name.database?.name;
  const everywhere = database !== undefined && /^(master|tempdb|msdb|model)$/i.test(database);
  const home = homeOf(context, name);
  if (name.server || (isForeign(context, name) && !everywhere && home === undefined)) return undefined;
  if (!everywhere && hidden) return undefined;
  const written = name.schema?.name;
  const named = written !== undefined && context.catalog.databaseOf(written) !== undefined;
  const view = systemView(name.name.name, named ? written.slice(home?.length).slice(1) : written, database);
  if (!view) return undefined;
  return {
    kind: 'named-table',
    relation: context.newRelation(),
    alias,
    columns: view.columns.map((column) => outputColumn(context, column)),
    span: spanFrom(node),
    object: { schema: view.schema, name: view.name },
    database: everywhere ? database : home,
    type: 'system-view',
  };
}

/** Which of the catalog's other databases a name means: by its own parts, or by where it stands. */
function homeOf({ catalog, defaultSchema }: BinderContext, name: Ast.ObjectName): string | undefined {
  const database = name.database?.name;
  if (database === undefined) return catalog.databaseOf(name.schema?.name ?? '') ?? catalog.databaseOf(defaultSchema);
  return catalog.catalog.otherDatabases?.find((each) => catalog.sameName(each, database));
}

/** An object by a name of one or two parts: the default schema first, then dbo. */
export function findObject(context: BinderContext, name: Ast.ObjectName) {
  const table = name.name.name;
  if (name.schema) return context.object(table, name.schema.name);
  const { defaultSchema, catalog } = context;
  return context.object(table, defaultSchema) ?? context.object(table, catalog.dboBeside(defaultSchema));
}

/** What a name means in the end, synonyms followed; undefined for what is not here. */
export function followSynonyms(context: BinderContext, name: Ast.ObjectName): CatalogObject | undefined {
  let wanted: Ast.ObjectName | undefined = name;
  for (let depth = 0; wanted && depth <= MAX_SYNONYM_DEPTH; depth++) {
    if (isForeign(context, wanted)) return undefined;
    const found = findObject(context, wanted);
    if (found?.kind !== 'synonym') return found;
    wanted = parseName(context, found.synonym.target, found.synonym.schema);
  }
  return undefined;
}

function isForeign(context: BinderContext, name: Ast.ObjectName): boolean {
  if (name.server) return true;
  const database = name.database?.name;
  return database !== undefined && !context.catalog.sameName(database, context.catalog.catalog.database.name);
}

/** The target of a synonym; `schema` is the synonym's own. */
function parseName(context: BinderContext, text: string, schema: string): Ast.ObjectName | undefined {
  const [written] = parseBatch(`SELECT * FROM ${text}`).statements;
  const statement = written && inOneCatalog(context.catalog, written, schema);
  if (statement?.kind !== 'Select' || statement.query.kind !== 'QuerySpecification') return undefined;
  const [table] = statement.query.from?.tables ?? [];
  return table?.kind === 'NamedTable' ? table.name : undefined;
}

/**
 * A name of another database or server. Scripts often call their own database by a name that nothing in them gives it; it is
 * not taken for that without being told, since copies of a database (staging, archive) have tables of the same names.
 */
export function reportExternal(context: BinderContext, name: Ast.ObjectName, place: Span): void {
  const database = name.database?.name;
  const here = !name.server && database !== undefined && findObject(context, name) !== undefined;
  const note = here ? '; the source has an object of that name itself' : '';
  context.report('bind-external-object', { name: `'${nameText(name)}'`, note }, place);
}

export function nameText(name: Ast.ObjectName): string {
  const parts = [name.server, name.database, name.schema, name.name].map((part) => part?.name);
  return parts
    .slice(parts.findIndex((part) => part !== undefined))
    .map((part) => part ?? '')
    .join('.');
}

function unknown(context: BinderContext, node: Ast.NamedTable, alias: string): BoundErrorTable {
  const close = closestName(nameText(node.name), context.catalog.objectNames());
  context.report(
    'bind-unknown-object',
    { name: `'${nameText(node.name)}'`, help: close === undefined ? '' : `Did you mean ${close}?` },
    node.name,
  );
  return errorTable(context, node, alias);
}

export function tableColumns(context: BinderContext, table: Table): OutputColumn[] {
  return table.columns.map((column) => outputColumn(context, column));
}

export function outputColumn(context: BinderContext, column: Column): OutputColumn {
  const collation = isCharacter(column.type)
    ? { name: column.collation ?? context.databaseCollation, label: 'implicit' as const }
    : undefined;
  const { name, type, nullable, hidden, computed } = column;
  return { name, type, nullable, collation, hidden, unbound: computed?.unbound };
}
