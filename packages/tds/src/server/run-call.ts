import { tableByName } from '@datamigrate/foundation';
import type { ClientEvents, ClientParameter, ClientSession, SqlValue } from '@datamigrate/tsql-engine';
import type { RemoteCall } from '../requests/rpc.js';
import type { ServerMessage } from '../tokens/message.js';
import type { PreparedStatements } from './prepared-statements.js';

/** What a call is to do: events of the engine, or an error at once. */
export type CallPlan =
  | { readonly text: string; readonly events: () => ClientEvents }
  | { readonly error: ServerMessage };

interface CallContext {
  readonly session: ClientSession;
  readonly prepared: PreparedStatements;
}

type Special = (context: CallContext, parameters: readonly ClientParameter[]) => CallPlan;

const textOf = (value: SqlValue | undefined): string => (typeof value === 'string' ? value : '');

/** Procedures of the protocol, with the place of their parameters. Source: [MS-TDS] 2.2.6.6 and their pages */
const SPECIAL = tableByName<Special>({
  sp_executesql: ({ session }, [statement, declaration, ...given]) => {
    const text = textOf(statement?.value);
    return { text, events: () => session.query(text, textOf(declaration?.value), given) };
  },
  sp_prepare: ({ prepared }, [handle, declaration, statement]) => {
    const added = prepared.add({ declaration: textOf(declaration?.value), text: textOf(statement?.value) });
    return { text: 'sp_prepare', events: () => handleGiven(handle, added) };
  },
  sp_execute: ({ session, prepared }, [handle, ...given]) => {
    const found = prepared.get(Number(handle?.value ?? 0));
    if (!found) return noSuchHandle(handle);
    return { text: found.text, events: () => session.query(found.text, found.declaration, given) };
  },
  sp_prepexec: ({ session, prepared }, [handle, declaration, statement, ...given]) => {
    const added = { declaration: textOf(declaration?.value), text: textOf(statement?.value) };
    const number = prepared.add(added);
    const run = () => session.query(added.text, added.declaration, given);
    return { text: added.text, events: () => withHandle(run(), handle, number) };
  },
  sp_unprepare: ({ prepared }, [handle]) => {
    if (!prepared.remove(Number(handle?.value ?? 0))) return noSuchHandle(handle);
    return { text: 'sp_unprepare', events: finished };
  },
});

export function planCall(context: CallContext, { procedure, parameters }: RemoteCall): CallPlan {
  const special = SPECIAL.get(bareName(procedure));
  if (special) return special(context, parameters);
  return { text: procedure, events: () => context.session.call(procedure, parameters) };
}

/** `sys.sp_executesql` and `master..sp_executesql` are the same. */
function bareName(procedure: string): string {
  const last = procedure.slice(procedure.lastIndexOf('.') + 1);
  return last.replace(/^\[|\]$/g, '').toLowerCase();
}

function noSuchHandle(handle: ClientParameter | undefined): CallPlan {
  const text = `Could not find prepared statement with handle ${handle?.value ?? 'NULL'}.`;
  return { error: { number: 8179, text, severity: 16, state: 2 } };
}

function* finished(): ClientEvents {
  yield [
    { kind: 'returned', status: 0 },
    { kind: 'outputs', outputs: [] },
  ];
}

function* handleGiven(handle: ClientParameter | undefined, number: number): ClientEvents {
  const output = { name: handle?.name ?? '', ordinal: 0, type: { name: 'int' }, value: BigInt(number) } as const;
  yield [
    { kind: 'returned', status: 0 },
    { kind: 'outputs', outputs: [output] },
  ];
}

/** The handle is an output parameter among the statement's own. */
function* withHandle(events: ClientEvents, handle: ClientParameter | undefined, number: number): ClientEvents {
  const output = { name: handle?.name ?? '', ordinal: 0, type: { name: 'int' }, value: BigInt(number) } as const;
  for (const step of events) {
    yield step.map((event) => (event.kind === 'outputs' ? { ...event, outputs: [output, ...event.outputs] } : event));
  }
}
