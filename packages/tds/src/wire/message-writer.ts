import type { Writable } from 'node:stream';
import { HEADER_LENGTH, PACKET, STATUS } from '../protocol/packets.js';
import { ByteWriter } from './byte-writer.js';

/** So much is kept before it is handed to the network. */
const FULL = 64 * 1024;

/** One message to the client: what is written is cut into packets, and waits while the client does not read. */
export class MessageWriter {
  readonly #stream: Writable;
  readonly #packetSize: number;
  readonly #type: number;
  readonly out = new ByteWriter(FULL);
  #packetId = 0;

  constructor(stream: Writable, packetSize: number, type: number = PACKET.tabularResult) {
    this.#stream = stream;
    this.#packetSize = packetSize;
    this.#type = type;
  }

  get isFull(): boolean {
    return this.out.length >= FULL;
  }

  /** Sends all packets that are complete; resolves when the client has taken them. */
  async flush(): Promise<void> {
    const bytes = this.out.take();
    const payload = this.#packetSize - HEADER_LENGTH;
    // One byte stays behind at least: the last packet must say that it is the last.
    const count = Math.max(0, Math.ceil(bytes.length / payload) - 1);
    this.out.bytes(bytes.subarray(count * payload));
    if (count === 0) return;
    const packets: Buffer[] = [];
    for (let i = 0; i < count; i++) packets.push(this.#packet(bytes.subarray(i * payload, (i + 1) * payload), false));
    await this.#send(Buffer.concat(packets));
  }

  async end(): Promise<void> {
    await this.flush();
    await this.#send(this.#packet(this.out.take(), true));
  }

  #packet(payload: Buffer, last: boolean): Buffer {
    const packet = Buffer.allocUnsafe(HEADER_LENGTH + payload.length);
    this.#packetId = (this.#packetId + 1) & 0xff;
    packet.writeUInt8(this.#type, 0);
    packet.writeUInt8(last ? STATUS.endOfMessage : 0, 1);
    packet.writeUInt16BE(packet.length, 2);
    packet.writeUInt16BE(0, 4);
    packet.writeUInt8(this.#packetId, 6);
    packet.writeUInt8(0, 7);
    payload.copy(packet, HEADER_LENGTH);
    return packet;
  }

  async #send(bytes: Buffer): Promise<void> {
    const stream = this.#stream;
    if (stream.destroyed || stream.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        stream.off('drain', done);
        stream.off('close', done);
        resolve();
      };
      stream.once('drain', done);
      stream.once('close', done);
    });
  }
}
