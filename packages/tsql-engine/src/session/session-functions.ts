import type { CatalogObject, QualifiedName } from '@datamigrate/catalog';
import type { SqlError } from '../errors/sql-error.js';
import { METADATA_FUNCTIONS, nameById } from '../system/metadata-functions.js';
import { objectIds } from '../system/object-ids.js';
import { KINDS } from '../system/object-views.js';
import { ownSchema } from '../system/whole-catalog.js';
import type { SqlValue } from '../values/sql-value.js';
import type { Frame } from './frame.js';
import type { Session } from './session.js';

type Answer = (session: Session, frame: Frame, args: readonly SqlValue[]) => SqlValue;

/** The error that the innermost CATCH around the statement handles, also from the procedures that were called in it. */
export function currentError(frame: Frame | undefined): SqlError | undefined {
  for (let level = frame; level; level = level.parent) {
    const error = level.caught[level.caught.length - 1];
    if (error) return error;
  }
  return undefined;
}

const ofError =
  (read: (error: SqlError) => SqlValue): Answer =>
  (_, frame) => {
    const error = currentError(frame);
    return error ? read(error) : null;
  };

const constant =
  (value: SqlValue): Answer =>
  () =>
    value;

/** What the engine says of a session of its own, to which no client is connected. */
export const OWN_SESSION = {
  login: 'sa',
  user: 'dbo',
  host: 'HOST',
  application: 'datamigrate',
  server: 'SERVER',
} as const;

const login = ({ client }: Session): SqlValue => client.login ?? OWN_SESSION.login;

/** Functions of the session that have an answer here; the others are refused. */
const ANSWERS: Readonly<Record<string, Answer | undefined>> = {
  APP_NAME: ({ client }) => client.application ?? OWN_SESSION.application,
  CURRENT_USER: constant(OWN_SESSION.user),
  ERROR_LINE: ofError((error) => BigInt(error.line)),
  ERROR_MESSAGE: ofError((error) => error.message),
  ERROR_NUMBER: ofError((error) => BigInt(error.number)),
  ERROR_PROCEDURE: ofError((error) => error.procedure ?? null),
  ERROR_SEVERITY: ofError((error) => BigInt(error.severity)),
  ERROR_STATE: ofError((error) => BigInt(error.state)),
  HOST_NAME: ({ client }) => client.host ?? OWN_SESSION.host,
  IDENT_CURRENT: (session, _, [name]) => {
    const found = findObject(session, String(name));
    if (found?.kind !== 'table') return null;
    const column = found.table.columns.find(({ identity }) => identity);
    const store = session.database.store(found.table);
    return column?.identity ? (store?.identity ?? BigInt(column.identity.seed)) : null;
  },
  OBJECT_ID: (session, frame, [name, type]) => objectId(session, frame, name ?? null, type),
  OBJECT_NAME: (session, _, [id]) => nameById(session, id)?.name ?? null,
  OBJECT_SCHEMA_NAME: (session, _, [id]) => schemaOf(session, id),
  ORIGINAL_LOGIN: login,
  ROWCOUNT_BIG: (session) => session.rowCount,
  SCOPE_IDENTITY: (session) => session.scopeIdentity,
  SESSION_USER: constant(OWN_SESSION.user),
  SUSER_NAME: (session, _, args) => (args.length === 0 ? login(session) : null),
  SUSER_SNAME: (session, _, args) => (args.length === 0 ? login(session) : null),
  SYSTEM_USER: login,
  USER: constant(OWN_SESSION.user),
  USER_NAME: (_, __, args) => (args.length === 0 ? OWN_SESSION.user : null),
  XACT_STATE: (session) => (session.doomed ? -1n : session.transactionCount > 0 ? 1n : 0n),
};

function schemaOf(session: Session, id: SqlValue | undefined): SqlValue {
  const found = nameById(session, id);
  return found ? ownSchema(session.database.catalog, found.schema) : null;
}

export function sessionFunction(
  session: Session,
  frame: Frame,
  name: string,
  args: readonly SqlValue[],
): SqlValue | undefined {
  const own = ANSWERS[name];
  return own ? own(session, frame, args) : METADATA_FUNCTIONS[name]?.(session, args);
}

/** The parts of `a.[b]."c"`, from the object's name backwards. */
export function nameParts(text: string): string[] {
  const parts = text.match(/\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|[^.]+|(?<=\.)(?=\.)/g) ?? [];
  return parts
    .map((part) => part.trim())
    .map((part) =>
      part.startsWith('[') ? part.slice(1, -1).replaceAll(']]', ']') : part.startsWith('"') ? part.slice(1, -1) : part,
    )
    .reverse();
}

export function findObject(session: Session, text: string): CatalogObject | undefined {
  const [name, schema = '', database] = nameParts(text);
  if (name === undefined) return undefined;
  const { catalog } = session.database.binder;
  const home = database ?? catalog.databaseOf(session.schema) ?? catalog.catalog.database.name;
  return catalog.object(name, catalog.schemaIn(home, schema === '' ? 'dbo' : schema) ?? schema);
}

/** The number of what exists, NULL for what does not or is of another type than was asked for. */
function objectId(session: Session, frame: Frame, name: SqlValue, type: SqlValue | undefined): SqlValue {
  if (typeof name !== 'string') return null;
  const [own = '', schema = ''] = nameParts(name);
  if (own.startsWith('#')) return frame.table(own) ? hash(own) : null;
  const ids = objectIds(session.database.catalog);
  const found = findObject(session, name);
  if (!found) return constraintId(ids, { schema: schema === '' ? 'dbo' : schema, name: own });
  const wanted = typeof type === 'string' ? type.trim().toUpperCase() : undefined;
  const kind = KINDS[found.kind === 'module' ? found.module.kind : found.kind];
  return wanted === undefined || wanted === kind.type ? ids.of(qualifiedName(found)) : null;
}

function constraintId(ids: ReturnType<typeof objectIds>, name: QualifiedName): SqlValue {
  return ids.known(name) ?? null;
}

function qualifiedName(object: CatalogObject): QualifiedName {
  switch (object.kind) {
    case 'table':
      return object.table;
    case 'module':
      return object.module;
    case 'synonym':
      return object.synonym;
    case 'sequence':
      return object.sequence;
  }
}

function hash(text: string): bigint {
  let value = 7n;
  for (const character of text.toLowerCase()) value = (value * 31n + BigInt(character.charCodeAt(0))) % 2_000_000_011n;
  return value + 100n;
}
