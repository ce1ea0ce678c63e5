import type { CatalogObject, QualifiedName } from '@datamigrate/catalog';
import type { SqlError } from '../errors/sql-error.js';
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

const login = ({ client }: Session): SqlValue => client.login ?? 'sa';

/** Functions of the session that have an answer here; the others are refused. */
const ANSWERS: Readonly<Record<string, Answer | undefined>> = {
  APP_NAME: ({ client }) => client.application ?? 'datamigrate',
  CURRENT_USER: constant('dbo'),
  DB_NAME: (session, _, [id]) => (id === undefined ? session.database.catalog.database.name : null),
  DB_ID: (session, _, [name]) =>
    name === undefined || String(name).toLowerCase() === session.database.catalog.database.name.toLowerCase()
      ? 5n
      : null,
  ERROR_LINE: ofError((error) => BigInt(error.line)),
  ERROR_MESSAGE: ofError((error) => error.message),
  ERROR_NUMBER: ofError((error) => BigInt(error.number)),
  ERROR_PROCEDURE: ofError((error) => error.procedure ?? null),
  ERROR_SEVERITY: ofError((error) => BigInt(error.severity)),
  ERROR_STATE: ofError((error) => BigInt(error.state)),
  HOST_NAME: ({ client }) => client.host ?? 'HOST',
  IDENT_CURRENT: (session, _, [name]) => {
    const found = findObject(session, String(name));
    if (found?.kind !== 'table') return null;
    const column = found.table.columns.find(({ identity }) => identity);
    const store = session.database.store(found.table);
    return column?.identity ? (store?.identity ?? BigInt(column.identity.seed)) : null;
  },
  OBJECT_ID: (session, frame, [name]) => objectId(session, frame, name ?? null),
  OBJECT_NAME: (session, _, [id]) => objectById(session, id ?? null)?.name ?? null,
  OBJECT_SCHEMA_NAME: (session, _, [id]) => objectById(session, id ?? null)?.schema ?? null,
  ORIGINAL_LOGIN: login,
  ROWCOUNT_BIG: (session) => session.rowCount,
  SCHEMA_NAME: (_, __, args) => (args.length === 0 ? 'dbo' : null),
  SCOPE_IDENTITY: (session) => session.scopeIdentity,
  SESSION_USER: constant('dbo'),
  SUSER_NAME: (session, _, args) => (args.length === 0 ? login(session) : null),
  SUSER_SNAME: (session, _, args) => (args.length === 0 ? login(session) : null),
  SYSTEM_USER: login,
  USER: constant('dbo'),
  USER_NAME: (_, __, args) => (args.length === 0 ? 'dbo' : null),
  XACT_STATE: (session) => (session.doomed ? -1n : session.transactionCount > 0 ? 1n : 0n),
};

export function sessionFunction(
  session: Session,
  frame: Frame,
  name: string,
  args: readonly SqlValue[],
): SqlValue | undefined {
  return ANSWERS[name]?.(session, frame, args);
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
  const [name, schema] = nameParts(text);
  if (name === undefined) return undefined;
  return session.database.binder.catalog.object(name, schema === undefined || schema === '' ? 'dbo' : schema);
}

/** Some number for what exists, NULL for what does not. */
function objectId(session: Session, frame: Frame, name: SqlValue): SqlValue {
  if (typeof name !== 'string') return null;
  const [own = ''] = nameParts(name);
  if (own.startsWith('#')) return frame.table(own) ? hash(own) : null;
  const found = findObject(session, name);
  return found ? idOf(qualifiedName(found)) : null;
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

function objectById(session: Session, id: SqlValue): QualifiedName | undefined {
  const { tables, modules } = session.database.catalog;
  return [...tables, ...modules].find((object) => idOf(object) === id);
}

/** Number of an object: the same as long as it has its name. */
export function idOf(name: QualifiedName): bigint {
  return hash(`${name.schema}.${name.name}`);
}

function hash(text: string): bigint {
  let value = 7n;
  for (const character of text.toLowerCase()) value = (value * 31n + BigInt(character.charCodeAt(0))) % 2_000_000_011n;
  return value + 100n;
}
