import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import { HEADER_LENGTH, PACKET, STATUS } from '../protocol/packets.js';
import { Malformed } from '../wire/malformed.js';
import { PacketReader } from '../wire/packet-reader.js';

/** PEM texts of a certificate and its key. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A packet holds no more than this behind its header. */
const LARGEST_PAYLOAD = 4096 - HEADER_LENGTH;

/**
 * The handshake of TLS travels inside of PRELOGIN packets, everything behind it does not. The client is the first to
 * speak without packets. Source: [MS-TDS] 3.3.5.2
 */
class HandshakeStream extends Duplex {
  readonly #socket: Socket;
  readonly #packets = new PacketReader();
  #inPackets = true;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
  }

  #receive(chunk: Buffer): void {
    if (this.#inPackets && chunk[0] !== PACKET.prelogin && !this.#packets.isInside) this.#inPackets = false;
    if (!this.#inPackets) {
      if (!this.push(chunk)) this.#socket.pause();
      return;
    }
    try {
      for (const { payload } of this.#packets.read(chunk)) this.push(payload);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.destroy(error);
    }
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(this.#inPackets ? inPackets(chunk) : chunk, done);
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}

function inPackets(bytes: Buffer): Buffer {
  const packets: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += LARGEST_PAYLOAD) {
    const payload = bytes.subarray(at, at + LARGEST_PAYLOAD);
    const header = Buffer.alloc(HEADER_LENGTH);
    header.writeUInt8(PACKET.prelogin, 0);
    header.writeUInt8(at + LARGEST_PAYLOAD >= bytes.length ? STATUS.endOfMessage : 0, 1);
    header.writeUInt16BE(HEADER_LENGTH + payload.length, 2);
    packets.push(header, payload);
  }
  return Buffer.concat(packets);
}

/** Encrypts what follows on a connection. TLS 1.3 has messages behind its handshake, which do not fit into it. */
export function encryptedStream(socket: Socket, certificate: Certificate): TLSSocket {
  const secureContext = createSecureContext({
    ...certificate,
    maxVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_TICKET,
  });
  return new TLSSocket(new HandshakeStream(socket) as unknown as Socket, { isServer: true, secureContext });
}
