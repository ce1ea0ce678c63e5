import type { Ast } from '@datamigrate/tsql-syntax';
import { bindFailure } from '../errors/bind-errors.js';
import { Refusal, SqlError, sqlError } from '../errors/sql-error.js';
import type { Run } from './run.js';

/** Statements about the server, the file system and permissions: they change no rows and no meanings. */
const WITHOUT_EFFECT =
  /^(Use|Grant|Deny|Revoke|Checkpoint|Dbcc|Reconfigure|Shutdown|UpdateStatistics|CreateStatistics|DropStatistics|SetUser|Backup|Restore|Kill|AlterAuthorization|AddSignature)|Login|User|Role|Database|Certificate|Credential|FullText|Partition|Statistics|Master|Permission|Audit|Endpoint|AlterIndex|DropIndex|EventSession|Server|Assembly|MessageType|Contract|Queue|Service|Route|Fulltext|XmlIndex|SpatialIndex|ColumnStoreIndex|XmlSchemaCollection|SecurityPolicy|BulkInsert/;

/** DDL of permanent objects, and administration. */
export function executeDefinition(run: Run, node: Ast.Statement): void {
  const { session, frame } = run;
  const { database } = session;
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
  const before = database.builder.diagnostics.length;
  const { ansiNulls, quotedIdentifier } = session.settings;
  const source = {
    text: frame.text,
    ansiNulls,
    quotedIdentifier,
    ...(session.origin ? { origin: session.origin } : {}),
  };
  const outcome = database.builder.apply(node, source);
  if (outcome === 'applied') {
    database.definitionsChanged();
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

const MODULES = /^(Create|Alter|CreateOrAlter)(Procedure|Function|Trigger|View)$/;

/** Lines of errors in a module are counted from the start of the batch that made it. */
function noteLines(run: Run, node: Ast.Statement): void {
  if (!MODULES.test(node.kind) || !('name' in node)) return;
  const name = node.name as Ast.ObjectName;
  const qualified = { schema: name.schema?.name ?? run.defaultSchema, name: name.name.name };
  run.session.database.noteLineOffset(qualified, run.frame.lineOf(node.start) - 1);
}

function dropTables(run: Run, node: Ast.StatementOf<'DropTable'>): void {
  const { database } = run.session;
  for (const name of node.names) {
    const qualified = { schema: name.schema?.name ?? run.defaultSchema, name: name.name.name };
    if (!database.store(qualified)) {
      if (node.ifExists !== true) throw sqlError(3701, 'table', qualified.name);
      continue;
    }
    database.drop(qualified);
  }
  const { ansiNulls, quotedIdentifier } = run.session.settings;
  database.builder.apply(node, { text: run.frame.text, ansiNulls, quotedIdentifier });
  database.definitionsChanged();
}

/** ALTER TABLE … NOCHECK CONSTRAINT ALL, and back. */
function switchConstraints(run: Run, node: Ast.StatementOf<'AlterTableConstraintModification'>): void {
  const store = run.session.database.store({
    schema: node.name.schema?.name ?? run.defaultSchema,
    name: node.name.name.name,
  });
  if (!store) throw sqlError(4902, node.name.name.name);
  const written = run.frame.text.slice(node.start, node.end);
  const off = /\bNOCHECK\s+CONSTRAINT\b/i.test(written);
  const list = written.slice(written.search(/\bCONSTRAINT\b/i) + 'CONSTRAINT'.length);
  const names = list.split(',').map((name) =>
    name
      .trim()
      .replace(/^\[|\]$|;$|^"|"$/g, '')
      .replace(/\]$/, '')
      .trim(),
  );
  for (const name of names) {
    const key = name.toLowerCase() === 'all' ? '*' : name.toLowerCase();
    if (off) store.disabled.add(key);
    else if (key === '*') store.disabled.clear();
    else store.disabled.delete(key);
  }
}
