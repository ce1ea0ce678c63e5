import { Refusal } from '../errors/sql-error.js';
import { objectIds } from '../system/object-ids.js';
import { VERSION_TEXT } from '../system/server-properties.js';
import type { SqlValue } from '../values/sql-value.js';
import type { Frame } from './frame.js';
import type { Session } from './session.js';
import { OWN_SESSION } from './session-functions.js';

type Reader = (session: Session, frame: Frame) => SqlValue;

/** The @@ variables that have an answer without a server behind them. */
const READERS: Readonly<Record<string, Reader | undefined>> = {
  '@@CURSOR_ROWS': (session) => session.cursorRows,
  '@@DATEFIRST': (session) => BigInt(session.settings.dateFirst),
  '@@ERROR': (session) => BigInt(session.lastError),
  '@@FETCH_STATUS': (session) => session.fetchStatus,
  '@@IDENTITY': (session) => session.lastIdentity,
  '@@LANGUAGE': (session) => session.settings.language,
  '@@LOCK_TIMEOUT': () => -1n,
  '@@MAX_PRECISION': () => 38n,
  '@@NESTLEVEL': (session) => BigInt(session.nesting),
  '@@PROCID': (session, frame) => {
    const module = session.database.catalog.modules.find(({ name }) => name === frame.procedure);
    return module ? objectIds(session.database.catalog).of(module) : 0n;
  },
  '@@ROWCOUNT': (session) => session.rowCount,
  '@@SERVERNAME': () => OWN_SESSION.server,
  '@@SPID': () => 51n,
  '@@TEXTSIZE': () => -1n,
  '@@VERSION': () => VERSION_TEXT,
  '@@MICROSOFTVERSION': () => 0x10000fa0n,
  '@@OPTIONS': () => 5496n,
  '@@LANGID': () => 0n,
  '@@SERVICENAME': () => 'MSSQLSERVER',
  '@@TRANCOUNT': (session) => BigInt(session.transactionCount),
};

export function systemVariable(session: Session, frame: Frame, name: string): SqlValue {
  const reader = READERS[name];
  if (!reader) throw new Refusal(name);
  return reader(session, frame);
}
