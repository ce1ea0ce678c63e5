import type { QualifiedName } from '@datamigrate/catalog';
import { definedInDbo } from '@datamigrate/tsql-binder';
import type { Ast } from '@datamigrate/tsql-syntax';
import { tableName } from '../database/write-rows.js';
import { bindFailure } from '../errors/bind-errors.js';
import { Refusal, SqlError, sqlError } from '../errors/sql-error.js';
import { nameParts } from '../session/session-functions.js';
import { prepareChange } from './change-table.js';
import { refuseUnusedCtes } from './compile-errors.js';
import { executeDbcc } from './execute-dbcc.js';
import { executePartition, switchRows, truncatePartitions } from './execute-partition.js';
import type { Run } from './run.js';
import { switchConstraints } from './switch-constraints.js';

/** Statements about the server, the file system and permissions: they change no rows and no meanings. */
const WITHOUT_EFFECT =
  /^(Use|Grant|Deny|Revoke|Checkpoint|Reconfigure|Shutdown|UpdateStatistics|CreateStatistics|DropStatistics|SetUser|Backup|Restore|Kill|AlterTableSet$|AlterAuthorization|AddSignature)|Login|User|Role|Database|Certificate|Credential|FullText|Partition|Statistics|Master|Permission|Audit|Endpoint|AlterIndex|DropIndex|EventSession|Server|Assembly|MessageType|Contract|Queue|Service|Route|Fulltext|XmlIndex|SpatialIndex|ColumnStoreIndex|XmlSchemaCollection|SecurityPolicy/;

/** DDL of permanent objects, and administration. */
export function executeDefinition(run: Run, written: Ast.Statement): void {
  const { session, frame } = run;
  const { database } = session;
  const node = definedInDbo(database.binder.catalog, written, run.defaultSchema);
  switch (node.kind) {
    case 'InvalidStatement':
      throw new SqlError(102, 'Incorrect syntax.', 15);
    case 'DropTable':
      dropTables(run, node);
      return;
    case 'CreateTable':
      if (database.binder.catalog.object(node.name.name.name, node.name.schema?.name ?? run.defaultSchema)) {
        throw sqlError(2714, node.name.name.name);
      }
      break;
    case 'AlterTableConstraintModification':
      switchConstraints(run, node);
      return;
    case 'Dbcc':
      executeDbcc(run, node);
      return;
    case 'AlterTableSwitch':
      switchRows(run, node);
      return;
    case 'CreatePartitionFunction':
    case 'AlterPartitionFunction':
    case 'DropPartitionFunction':
    case 'CreatePartitionScheme':
    case 'AlterPartitionScheme':
    case 'DropPartitionScheme':
      executePartition(run, node);
      return;
    case 'TruncateTable':
      truncatePartitions(run, node);
      return;
    case 'EnableDisableTrigger':
      switchTriggers(run, node);
      return;
    case 'DropView':
    case 'DropProcedure':
    case 'DropFunction':
    case 'DropTrigger':
      for (const name of node.names) {
        const known = database.binder.catalog.object(name.name.name, name.schema?.name ?? run.defaultSchema);
        if (!known && node.ifExists !== true) throw sqlError(3701, node.kind.slice(4).toLowerCase(), name.name.name);
      }
      break;
  }
  refuseUnusedCtes(run, node);
  const before = database.builder.diagnostics.length;
  const { ansiNulls, quotedIdentifier } = session.settings;
  const source = {
    text: frame.text,
    ansiNulls,
    quotedIdentifier,
    ...(session.origin ? { origin: session.origin } : {}),
    schema: database.binder.catalog.dboBeside(run.defaultSchema),
  };
  const defined = definedTable(node);
  if (defined) session.keepDefinition(qualifiedName(run, defined));
  const finish = prepareChange(run, node);
  const outcome = database.builder.apply(node, source);
  if (outcome === 'applied') {
    database.definitionsChanged();
    finish();
    noteLines(run, node);
    return;
  }
  if (outcome === 'failed') {
    database.definitionsChanged();
    throw bindFailure(database.builder.diagnostics.slice(before), { start: node.start, end: node.end });
  }
  if (WITHOUT_EFFECT.test(node.kind)) {
    session.skipped = `${node.kind} changes no data`;
    return;
  }
  throw new Refusal(node.kind);
}

/** DISABLE TRIGGER and ENABLE TRIGGER, by name; ALL only as a whole. */
function switchTriggers(run: Run, node: Ast.StatementOf<'EnableDisableTrigger'>): void {
  const { disabledTriggers, database } = run.session;
  const written = run.frame.text.slice(node.start, node.end);
  const match = /^(ENABLE|DISABLE)\s+TRIGGER\s+(.+?)\s+ON\s+(.+?)\s*;?$/is.exec(written);
  if (!match) throw new Refusal('This form of DISABLE TRIGGER');
  const [table = ''] = nameParts(match[3] ?? '');
  const triggers = database.catalog.modules
    .filter(({ kind, on }) => kind === 'trigger' && on?.name.toLowerCase() === table.toLowerCase())
    .map(({ name }) => name.toLowerCase());
  const names = /^ALL$/i.test(match[2] ?? '')
    ? triggers
    : (match[2] ?? '').split(',').map((name) => nameParts(name.trim())[0]?.toLowerCase() ?? '');
  for (const name of names) {
    if (match[1]?.toUpperCase() === 'DISABLE') disabledTriggers.add(name);
    else disabledTriggers.delete(name);
  }
}

/** The table that a definition makes or changes. */
function definedTable(node: Ast.Statement): Ast.ObjectName | undefined {
  switch (node.kind) {
    case 'CreateTable':
    case 'AlterTableAddTableElement':
    case 'AlterTableAlterColumn':
    case 'AlterTableDropTableElement':
    case 'AlterTableSet':
      return node.name;
    case 'CreateIndex':
      return node.table;
    default:
      return undefined;
  }
}

const qualifiedName = ({ defaultSchema }: Run, { schema, name }: Ast.ObjectName): QualifiedName => ({
  schema: schema?.name ?? defaultSchema,
  name: name.name,
});

const MODULES = /^(Create|Alter|CreateOrAlter)(Procedure|Function|Trigger|View)$/;

/** Lines of errors in a module are counted from the start of the batch that made it. */
function noteLines(run: Run, node: Ast.Statement): void {
  if (!MODULES.test(node.kind) || !('name' in node)) return;
  const name = node.name as Ast.ObjectName;
  run.session.database.noteLineOffset(qualifiedName(run, name), run.frame.lineOf(node.start) - 1);
}

function dropTables(run: Run, node: Ast.StatementOf<'DropTable'>): void {
  const { database } = run.session;
  for (const name of node.names) {
    const qualified = qualifiedName(run, name);
    const store = database.store(qualified);
    if (store?.table.versioning) throw sqlError(13552, tableName(store));
    if (!store) {
      if (node.ifExists !== true) throw sqlError(3701, 'table', qualified.name);
      continue;
    }
    run.session.keepDefinition(qualified);
    database.drop(qualified);
  }
  const { ansiNulls, quotedIdentifier } = run.session.settings;
  database.builder.apply(node, { text: run.frame.text, ansiNulls, quotedIdentifier });
  database.definitionsChanged();
}
