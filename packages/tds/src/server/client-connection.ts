import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ClientSession } from '@datamigrate/tsql-engine';
import { loginFailure } from '../login/check-login.js';
import { type Login, readLogin } from '../login/login7.js';
import { chooseEncryption, preloginAnswer, readEncryption } from '../login/prelogin.js';
import { PACKET, PACKET_SIZE, STATUS } from '../protocol/packets.js';
import { spokenVersion } from '../protocol/versions.js';
import { writeDone } from '../tokens/done.js';
import { writeMessage } from '../tokens/message.js';
import { Malformed } from '../wire/malformed.js';
import { MessageWriter } from '../wire/message-writer.js';
import { type Message, PacketReader } from '../wire/packet-reader.js';
import { encryptedStream } from './encrypted-stream.js';
import { greet, SERVER_NAME } from './greet.js';
import { RequestRunner } from './request-runner.js';
import type { Cancellation } from './response.js';
import type { TdsServerOptions } from './server-options.js';

/** A login has to be there by then. */
const LOGIN_TIMEOUT = 30_000;

/** A client from its first byte to its last: prelogin, login, then one request after the other. */
export class ClientConnection {
  readonly #socket: Socket;
  readonly #options: TdsServerOptions;
  readonly #interrupted: () => boolean;
  #stream: Duplex;
  #packets = new PacketReader();
  #runner: RequestRunner | undefined;
  #state: 'prelogin' | 'login' | 'ready' | 'ended' = 'prelogin';
  #queue: Message[] = [];
  #busy = false;
  #cancellation: Cancellation = { cancelled: false };
  #packetSize: number = PACKET_SIZE.default;

  /** `interrupted`: whether the client has sent something that was not read yet. */
  constructor(socket: Socket, options: TdsServerOptions, interrupted: () => boolean = () => false) {
    this.#socket = socket;
    this.#interrupted = interrupted;
    this.#options = options;
    this.#stream = socket;
    socket.setNoDelay(true);
    socket.setTimeout(LOGIN_TIMEOUT, () => this.end());
    socket.on('close', () => this.#closed());
    this.#listen(socket);
  }

  end(): void {
    this.#state = 'ended';
    this.#cancel();
    this.#stream.destroy();
    this.#socket.destroy();
  }

  #closed(): void {
    this.#state = 'ended';
    this.#cancel();
    if (!this.#busy) this.#runner?.close();
  }

  #listen(stream: Duplex): void {
    stream.on('error', () => this.end());
    stream.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  #receive(chunk: Buffer): void {
    if (this.#state === 'ended') return;
    try {
      for (const message of this.#packets.read(chunk)) this.#accept(message);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What a client sends may end its connection, never the server. */
  #fail(error: unknown): void {
    if (this.#state === 'ended') return;
    const reason = error instanceof Error ? error.message : String(error);
    const kind = error instanceof Malformed ? 'malformed request' : 'fault while serving';
    this.#options.log?.(`${kind} of ${this.#socket.remoteAddress ?? 'a client'}: ${reason}; the connection is closed`);
    this.end();
  }

  #accept(message: Message): void {
    if (message.type === PACKET.attention) {
      if (this.#state !== 'ready') throw new Malformed('an attention before the login');
      if (this.#busy) this.#cancel();
      else void this.#acknowledge().catch((error: unknown) => this.#fail(error));
      return;
    }
    this.#queue.push(message);
    if (!this.#busy) void this.#work().catch((error: unknown) => this.#fail(error));
  }

  #cancel(): void {
    this.#cancellation.cancelled = true;
    this.#cancellation.onCancel?.();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    try {
      for (let message = this.#queue.shift(); message; message = this.#queue.shift()) {
        if (this.#ended()) return;
        if (this.#state === 'prelogin') this.#prelogin(message);
        else if (this.#state === 'login') await this.#login(message);
        else await this.#request(message);
      }
    } finally {
      this.#busy = false;
      if (this.#ended()) this.#runner?.close();
    }
  }

  #ended(): boolean {
    return this.#state === 'ended';
  }

  #prelogin(message: Message): void {
    if (message.type !== PACKET.prelogin) throw new Malformed(`a packet of type ${message.type} instead of PRELOGIN`);
    const { certificate } = this.#options;
    const { answer, encrypts } = chooseEncryption(readEncryption(message.payload), certificate !== undefined);
    const writer = new MessageWriter(this.#socket, PACKET_SIZE.default);
    writer.out.bytes(preloginAnswer(answer));
    void writer.end();
    this.#state = 'login';
    if (!encrypts || !certificate) return;
    this.#socket.removeAllListeners('data');
    this.#packets = new PacketReader();
    this.#stream = encryptedStream(this.#socket, certificate);
    this.#listen(this.#stream);
  }

  async #login(message: Message): Promise<void> {
    if (message.type !== PACKET.login7) throw new Malformed(`a packet of type ${message.type} instead of LOGIN7`);
    const login = readLogin(message.payload);
    const version = spokenVersion(login.version);
    const writer = new MessageWriter(this.#stream, PACKET_SIZE.default);
    if (version === undefined) throw new Malformed('a version of the protocol before 7.2');
    const { database, credentials } = this.#options;
    const { name } = database.catalog.database;
    const failure = loginFailure(login, [name, 'master', 'tempdb'], credentials);
    if (failure) {
      for (const error of failure) writeMessage(writer.out, SERVER_NAME, error);
      writeDone(writer.out, { token: 'done', failed: true }, false);
      await writer.end();
      this.#stream.end();
      this.#state = 'ended';
      return;
    }
    this.#socket.setTimeout(0);
    // Where this client's bytes are counted is looked up while it is there.
    this.#interrupted();
    this.#packetSize = sizeFor(login);
    greet(writer.out, login, { version, database: name, packetSize: this.#packetSize, catalog: database.catalog });
    await writer.end();
    const client = {
      login: login.user,
      application: login.application,
      host: login.host,
      interrupted: this.#interrupted,
    };
    this.#runner = new RequestRunner(new ClientSession(database, client), this.#options);
    this.#state = 'ready';
  }

  async #request(message: Message): Promise<void> {
    const runner = this.#runner;
    if (!runner) throw new Malformed('a request before the login');
    this.#cancellation = { cancelled: false };
    const reset = message.status & (STATUS.resetConnection | STATUS.resetConnectionKeepTransaction);
    const response = runner.response(this.#stream, this.#packetSize, this.#cancellation);
    if (reset !== 0) runner.reset(response);
    await runner.run(message, response);
    await response.end();
    if (this.#cancellation.cancelled && !this.#ended()) await this.#acknowledge();
  }

  /** The answer to an attention is a message of its own, behind what had been begun. */
  async #acknowledge(): Promise<void> {
    const writer = new MessageWriter(this.#stream, this.#packetSize);
    writeDone(writer.out, { token: 'done', attention: true }, false);
    await writer.end();
  }
}

function sizeFor({ packetSize }: Login): number {
  if (packetSize === 0) return PACKET_SIZE.default;
  return Math.min(PACKET_SIZE.largest, Math.max(PACKET_SIZE.smallest, packetSize));
}
