import type { Duplex } from 'node:stream';
import type { ClientEvents, ClientSession } from '@datamigrate/tsql-engine';
import { PACKET } from '../protocol/packets.js';
import { readCalls } from '../requests/rpc.js';
import { readBatch } from '../requests/sql-batch.js';
import { readTransactionRequest } from '../requests/transaction-request.js';
import { writeResetAcknowledged, writeTransactionChange } from '../tokens/env-change.js';
import type { ServerMessage } from '../tokens/message.js';
import { Malformed } from '../wire/malformed.js';
import type { Message } from '../wire/packet-reader.js';
import { SERVER_NAME } from './greet.js';
import { PreparedStatements } from './prepared-statements.js';
import { type Cancellation, Response } from './response.js';
import { planCall } from './run-call.js';
import type { TdsServerOptions } from './server-options.js';

/** Runs the requests of one session. */
export class RequestRunner {
  readonly #session: ClientSession;
  readonly #options: TdsServerOptions;
  readonly #prepared = new PreparedStatements();
  /** Of the open transaction, as the client knows it; 0 for none. */
  #transaction = 0n;
  #lastTransaction = 0n;

  constructor(session: ClientSession, options: TdsServerOptions) {
    this.#session = session;
    this.#options = options;
  }

  close(): void {
    this.#session.close();
  }

  response(stream: Duplex, packetSize: number, cancellation: Cancellation): Response {
    const inTransaction = (): boolean => this.#session.transactionCount > 0;
    return new Response(stream, packetSize, SERVER_NAME, cancellation, inTransaction);
  }

  /** A connection that a pool hands on begins anew. */
  reset(response: Response): void {
    this.#session.reset();
    this.#prepared.clear();
    this.#transaction = 0n;
    writeResetAcknowledged(response.message.out);
  }

  async run(message: Message, response: Response): Promise<void> {
    switch (message.type) {
      case PACKET.sqlBatch: {
        const text = readBatch(message.payload);
        await this.#guarded(text, response, false, () => this.#session.batch(text));
        return;
      }
      case PACKET.rpc:
        await this.#calls(message, response);
        return;
      case PACKET.transactionManager:
        this.#transactionRequest(message, response);
        return;
      case PACKET.bulkLoad:
        response.error(unsupported('Bulk load'));
        return;
      default:
        throw new Malformed(`a request of type ${message.type}`);
    }
  }

  async #calls(message: Message, response: Response): Promise<void> {
    for (const call of readCalls(message.payload)) {
      if ('unread' in call) {
        response.error(unsupported(call.unread));
        response.done({ token: 'doneProc', failed: true });
        return;
      }
      const plan = planCall({ session: this.#session, prepared: this.#prepared }, call);
      if ('error' in plan) {
        response.error(plan.error);
        response.done({ token: 'doneProc', failed: true });
      } else await this.#guarded(plan.text, response, true, plan.events);
    }
  }

  async #guarded(text: string, response: Response, asProcedure: boolean, events: () => ClientEvents): Promise<void> {
    const refused = this.#options.onRequest?.({ text, database: this.#session.database });
    if (refused) {
      response.error(refused);
      response.done({ token: asProcedure ? 'doneProc' : 'done', failed: true });
      return;
    }
    await response.send(events(), asProcedure, () => this.#followTransaction(response));
  }

  #transactionRequest(message: Message, response: Response): void {
    const { kind, name, beginsAnother } = readTransactionRequest(message.payload);
    const session = this.#session;
    switch (kind) {
      case 'begin':
        session.begin();
        break;
      case 'commit':
        if (!session.commit()) response.error(NO_BEGIN_FOR_COMMIT);
        break;
      case 'rollback':
        if (!session.rollback(name)) response.error(NO_BEGIN_FOR_ROLLBACK);
        break;
      case 'save':
        session.save(name);
        break;
    }
    this.#followTransaction(response, kind === 'rollback');
    if (beginsAnother) {
      session.begin();
      this.#followTransaction(response);
    }
    response.done({ token: 'done' });
  }

  /** The client is told when a transaction begins or ends, whoever began or ended it. */
  #followTransaction(response: Response, rolledBack = false): void {
    const open = this.#session.transactionCount > 0;
    if (open === (this.#transaction !== 0n)) return;
    response.settle();
    const { out } = response.message;
    if (open) {
      this.#transaction = ++this.#lastTransaction;
      writeTransactionChange(out, 'beginTransaction', this.#transaction);
    } else {
      writeTransactionChange(out, rolledBack ? 'rollbackTransaction' : 'commitTransaction', this.#transaction);
      this.#transaction = 0n;
    }
  }
}

const NO_BEGIN_FOR_COMMIT: ServerMessage = {
  number: 3902,
  text: 'The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.',
  severity: 16,
};

const NO_BEGIN_FOR_ROLLBACK: ServerMessage = {
  number: 3903,
  text: 'The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.',
  severity: 16,
};

function unsupported(construct: string): ServerMessage {
  return { number: 40510, text: `The reference engine does not execute ${construct}.`, severity: 16 };
}
