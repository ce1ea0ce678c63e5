import { type AddressRule, openSocket, REFUSED } from './open-socket.js';

/** What a server says before anybody logs in. */
export interface ServerGreeting {
  /** 16.0.4000 */
  readonly version: string;
  readonly encrypts: boolean;
}

export type ProbeOutcome = { readonly greeting: ServerGreeting } | { readonly failure: string };

/** A PRELOGIN that asks for encryption. Source: [MS-TDS] 2.2.6.5 */
const OPTIONS = Buffer.from([0x00, 0x00, 0x0b, 0x00, 0x06, 0x01, 0x00, 0x11, 0x00, 0x01, 0xff, 0, 0, 0, 0, 0, 0, 0x01]);
const PRELOGIN = Buffer.concat([Buffer.from([0x12, 0x01, 0x00, 8 + OPTIONS.length, 0, 0, 1, 0]), OPTIONS]);

const NOT_SUPPORTED = 0x02;

const REASONS: Readonly<Record<string, string | undefined>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to its network',
  ECONNRESET: 'it hung up',
  [REFUSED]: 'it leads to an address that may not be reached from here',
};

/** Asks a server for its version and whether it encrypts, before anything secret is sent. */
export function probe(host: string, port: number, milliseconds: number, rule?: AddressRule): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const socket = openSocket({ host, port }, rule);
    let received = Buffer.alloc(0);
    const end = (outcome: ProbeOutcome): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(milliseconds, () => end({ failure: 'it does not answer' }));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      end({ failure: REASONS[error.code ?? ''] ?? error.code ?? error.message });
    });
    socket.on('close', () => end({ failure: 'it hung up, as something does that is no SQL Server' }));
    socket.on('connect', () => socket.write(PRELOGIN));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 8 || received.length < received.readUInt16BE(2)) return;
      const greeting = greetingFrom(received);
      end(greeting ? { greeting } : { failure: 'what answers there is no SQL Server' });
    });
  });
}

function greetingFrom(packet: Buffer): ServerGreeting | undefined {
  if (packet[0] !== 0x04) return undefined;
  const body = packet.subarray(8);
  let version = '';
  let encryption: number = NOT_SUPPORTED;
  for (let at = 0; body[at] !== undefined && body[at] !== 0xff; at += 5) {
    if (at + 5 > body.length) return undefined;
    const offset = body.readUInt16BE(at + 1);
    if (offset + body.readUInt16BE(at + 3) > body.length) return undefined;
    if (body[at] === 0 && body.length >= offset + 4) {
      version = `${body[offset]}.${body[offset + 1]}.${body.readUInt16BE(offset + 2)}`;
    }
    if (body[at] === 1) encryption = body[offset] ?? NOT_SUPPORTED;
  }
  return { version, encrypts: encryption !== NOT_SUPPORTED };
}
