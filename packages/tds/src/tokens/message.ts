import { TOKEN } from '../protocol/tokens.js';
import { ByteWriter } from '../wire/byte-writer.js';

export interface ServerMessage {
  readonly number: number;
  readonly text: string;
  readonly severity: number;
  readonly state?: number;
  readonly line?: number;
  readonly procedure?: string | undefined;
}

/** From this severity on a message is an error. Source: [MS-TDS] 2.2.7.10, Class */
const LEAST_ERROR = 11;

/** ERROR or INFO. */
export function writeMessage(out: ByteWriter, server: string, message: ServerMessage): void {
  const { number, text, severity, state = 1, line = 1, procedure = '' } = message;
  const body = new ByteWriter(256);
  body
    .int32(number)
    .uint8(state & 0xff)
    .uint8(severity);
  body.text(text.slice(0, 8000)).shortText(server).shortText(procedure).int32(line);
  const bytes = body.take();
  out
    .uint8(severity < LEAST_ERROR ? TOKEN.info : TOKEN.error)
    .uint16(bytes.length)
    .bytes(bytes);
}
