import { plain } from '@datamigrate/catalog';
import type { ClientParameter } from '@datamigrate/tsql-engine';
import { PROCEDURE_ID } from '../protocol/tokens.js';
import { TYPE } from '../protocol/type-tokens.js';
import { readType } from '../types/read-type.js';
import { ByteReader } from '../wire/byte-reader.js';
import { Malformed } from '../wire/malformed.js';
import { skipHeaders } from './headers.js';
import { readTable } from './table-parameter.js';

/** A call of a procedure. */
export interface RemoteCall {
  readonly procedure: string;
  readonly parameters: readonly ClientParameter[];
}

/** Parameters of types that are not read here. */
export interface UnreadCall {
  readonly procedure: string;
  readonly unread: string;
}

/** Source: [MS-TDS] 2.2.6.6 */
const BY_NUMBER = 0xffff;
const NEXT_CALL = 0xff;
const NEXT_CALL_WITHOUT_RUN = 0xfe;
const STATUS_OUTPUT = 0x01;
const STATUS_DEFAULT = 0x02;

/** The calls of one RPC message. */
export function readCalls(payload: Buffer): readonly (RemoteCall | UnreadCall)[] {
  const reader = new ByteReader(payload);
  skipHeaders(reader);
  const calls: (RemoteCall | UnreadCall)[] = [];
  while (reader.rest > 0) {
    const call = readCall(reader);
    calls.push(call);
    if ('unread' in call) return calls;
  }
  return calls;
}

function readCall(reader: ByteReader): RemoteCall | UnreadCall {
  const procedure = readProcedure(reader);
  reader.skip(2);
  const parameters: ClientParameter[] = [];
  while (reader.rest > 0) {
    const next = reader.peek();
    if (next === NEXT_CALL || next === NEXT_CALL_WITHOUT_RUN) {
      reader.skip(1);
      break;
    }
    const name = reader.shortText();
    const status = reader.uint8();
    if (reader.peek() === TYPE.table) {
      reader.skip(1);
      const table = readTable(reader);
      parameters.push({ name, type: plain('table'), value: null, output: false, table });
      continue;
    }
    if (reader.peek() === TYPE.udt) return { procedure, unread: `The parameter ${name} of a CLR type` };
    const { type, read } = readType(reader);
    parameters.push({
      name,
      type,
      value: read(reader),
      output: (status & STATUS_OUTPUT) !== 0,
      ...((status & STATUS_DEFAULT) !== 0 ? { useDefault: true } : {}),
    });
  }
  return { procedure, parameters };
}

function readProcedure(reader: ByteReader): string {
  const length = reader.uint16();
  if (length !== BY_NUMBER) return reader.utf16(length);
  const number = reader.uint16();
  const known = PROCEDURE_ID[number];
  if (!known) throw new Malformed(`the procedure number ${number}`);
  return known;
}
