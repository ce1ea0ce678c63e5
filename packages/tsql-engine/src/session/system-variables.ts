import { Refusal } from '../errors/sql-error.js';
import type { SqlValue } from '../values/sql-value.js';
import type { Frame } from './frame.js';
import type { Session } from './session.js';
import { idOf } from './session-functions.js';

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
    return module ? idOf(module) : 0n;
  },
  '@@ROWCOUNT': (session) => session.rowCount,
  '@@SERVERNAME': () => 'SERVER',
  '@@SPID': () => 51n,
  '@@TEXTSIZE': () => -1n,
  '@@TRANCOUNT': (session) => BigInt(session.transactionCount),
};

export function systemVariable(session: Session, frame: Frame, name: string): SqlValue {
  const reader = READERS[name];
  if (!reader) throw new Refusal(name);
  return reader(session, frame);
}
