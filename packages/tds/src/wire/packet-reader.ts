import { HEADER_LENGTH, PACKET, STATUS } from '../protocol/packets.js';
import { Malformed } from './malformed.js';

/** A whole message of a client, put together from its packets. */
export interface Message {
  readonly type: number;
  /** Status bits of its first packet. */
  readonly status: number;
  readonly payload: Buffer;
}

/** A client of something else is noticed at its first byte. */
const TYPES: ReadonlySet<number> = new Set(Object.values(PACKET));

/** Longer messages than this are no requests. */
const LONGEST_MESSAGE = 256 * 1024 * 1024;

/** Puts packets together, however the network has cut them. */
export class PacketReader {
  #pending: Buffer[] = [];
  #pendingLength = 0;
  #parts: Buffer[] = [];
  #partsLength = 0;
  #first: { readonly type: number; readonly status: number } | undefined;

  /** Whether part of a packet or message is still to come. */
  get isInside(): boolean {
    return this.#pendingLength > 0 || this.#first !== undefined;
  }

  /** The messages that these bytes complete. */
  read(chunk: Buffer): Message[] {
    this.#pending.push(chunk);
    this.#pendingLength += chunk.length;
    const messages: Message[] = [];
    for (;;) {
      const packet = this.#packet();
      if (!packet) return messages;
      const message = this.#message(packet);
      if (message) messages.push(message);
    }
  }

  #joined(): Buffer {
    const [only] = this.#pending;
    if (this.#pending.length === 1 && only) return only;
    const joined = Buffer.concat(this.#pending);
    this.#pending = [joined];
    return joined;
  }

  #packet(): Buffer | undefined {
    if (this.#pendingLength < HEADER_LENGTH) return undefined;
    const bytes = this.#joined();
    const type = bytes.readUInt8(0);
    if (!TYPES.has(type)) throw new Malformed(`a packet of the unknown type ${type}`);
    const length = bytes.readUInt16BE(2);
    if (length < HEADER_LENGTH) throw new Malformed(`a packet says that it has ${length} bytes`);
    if (bytes.length < length) return undefined;
    const rest = bytes.subarray(length);
    this.#pending = rest.length === 0 ? [] : [rest];
    this.#pendingLength = rest.length;
    return bytes.subarray(0, length);
  }

  #message(packet: Buffer): Message | undefined {
    const type = packet.readUInt8(0);
    const status = packet.readUInt8(1);
    this.#first ??= { type, status };
    if (this.#first.type !== type) throw new Malformed('a packet of another type inside a message');
    this.#parts.push(packet.subarray(HEADER_LENGTH));
    this.#partsLength += packet.length - HEADER_LENGTH;
    if (this.#partsLength > LONGEST_MESSAGE) throw new Malformed('a message is too long');
    if ((status & STATUS.endOfMessage) === 0) return undefined;
    const message = { ...this.#first, payload: Buffer.concat(this.#parts) };
    const ignored = (status & STATUS.ignore) !== 0;
    this.#first = undefined;
    this.#parts = [];
    this.#partsLength = 0;
    return ignored ? undefined : message;
  }
}
