// The names that stand where tables stand, from our trees: what facts calls `tables`.

/** Fields that name tables, by the kind of their node. What reads and writes rows is below. */
const TABLE_FIELDS = {
  IntoClause: ['target'],
  CreateTable: ['name', 'cloneOf'],
  AlterTableAddTableElement: ['name'],
  AlterTableAlterColumn: ['name'],
  AlterTableDropTableElement: ['name'],
  AlterTableConstraintModification: ['name'],
  AlterTableTriggerModification: ['name'],
  AlterTableChangeTrackingModification: ['name'],
  AlterTableFileTableNamespace: ['name'],
  AlterTableSet: ['name'],
  AlterTableSwitch: ['name', 'target'],
  AlterTableRebuild: ['name'],
  DropTable: ['names'],
  TruncateTable: ['name'],
  CreateIndex: ['table'],
  CreateColumnStoreIndex: ['table'],
  CreateXmlIndex: ['table'],
  CreateSelectiveXmlIndex: ['table'],
  CreateSecondarySelectiveXmlIndex: ['table'],
  CreateSpatialIndex: ['table'],
  CreateFullTextIndex: ['table'],
  AlterFullTextIndex: ['table'],
  DropFullTextIndex: ['table'],
  AlterIndex: ['table'],
  AlterIndexPaths: ['table'],
  DroppedIndex: ['table'],
  ForeignKeyConstraint: ['references'],
  UpdateStatistics: ['table'],
  CreateStatistics: ['table'],
  TriggerOnObject: ['name'],
  TriggersOnObject: ['name'],
  FullTextTable: ['table'],
  SemanticTable: ['table'],
  SetIdentityInsert: ['table'],
  BulkInsert: ['target'],
  CreateExternalTable: ['name'],
  HistoryTable: ['name'],
};

/** Statements whose FROM may give the target another name. */
const MODIFIES = new Set(['Update', 'Delete', 'Merge']);

export function tableNames(syntax, statements) {
  const names = new Set();
  for (const statement of statements) visit(statement, new Set(), new Set());
  return [...names];

  function visit(node, ctes, aliases) {
    const inner = node.with?.kind === 'WithClause' ? withCtes(node.with, ctes) : ctes;
    const own = MODIFIES.has(node.kind) ? aliasesOf(node) : aliases;
    if (node.kind === 'NamedTable' && !isCte(node.name, inner)) add(node.name);
    if (node.kind === 'TargetTable' && !isCte(node.name, inner) && !isAlias(node.name, own)) add(node.name);
    for (const field of TABLE_FIELDS[node.kind] ?? []) {
      for (const name of [node[field]].flat()) if (name) add(name);
    }
    for (const child of syntax.childrenOf(node)) visit(child, inner, own);
  }

  function add(name) {
    names.add(textOf(name));
  }

  function aliasesOf(statement) {
    const found = new Set();
    const collect = (node) => {
      if (node.alias?.name) found.add(node.alias.name.toLowerCase());
      if (node.kind === 'DerivedTable' || node.kind === 'DataModificationTable') return;
      for (const child of syntax.childrenOf(node)) if (/Table$|Join$|FromClause/.test(child.kind)) collect(child);
    };
    if (statement.from) collect(statement.from);
    if (statement.alias) found.add(statement.alias.name.toLowerCase());
    return found;
  }
}

function withCtes(clause, outer) {
  const names = new Set(outer);
  for (const cte of clause.tables) names.add(cte.name.name.toLowerCase());
  return names;
}

function isCte(name, ctes) {
  return name.schema === undefined && ctes.has(name.name.name.toLowerCase());
}

function isAlias(name, aliases) {
  return name.schema === undefined && aliases.has(name.name.name.toLowerCase());
}

function textOf(name) {
  const parts = [name.server, name.database, name.schema, name.name];
  const first = parts.findIndex((part) => part !== undefined);
  return parts
    .slice(first)
    .map((part) => part?.name ?? '')
    .join('.')
    .toLowerCase();
}

/** A name as facts write it, without its quotes and without dots at its start, which mean nothing. */
export function plainName(text) {
  return text
    .replace(/^\.+/, '')
    .replace(/\[((?:[^\]]|\]\])*)\]/g, (_, name) => name.replaceAll(']]', ']'))
    .toLowerCase();
}
