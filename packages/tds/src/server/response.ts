import type { Writable } from 'node:stream';
import type { ClientEvent, ClientEvents, ResultSet } from '@datamigrate/tsql-engine';
import { type Done, writeDone } from '../tokens/done.js';
import { type ServerMessage, writeMessage } from '../tokens/message.js';
import { writeColumns, writeReturnStatus, writeReturnValue, writeRow } from '../tokens/result-tokens.js';
import { MessageWriter } from '../wire/message-writer.js';

/** "Statement '…' is not supported in this version of SQL Server." */
const NOT_SUPPORTED = 40510;

/** Between two statements the network gets its turn; between rows after so many. */
const ROWS_PER_TURN = 500;

const TURNS_TO_READ = 1000;

/** Whether the client has asked to stop. */
export interface Cancellation {
  cancelled: boolean;
  /** Called when it does. */
  onCancel?: (() => void) | undefined;
}

/** What the events of a request become on the wire. */
export class Response {
  readonly message: MessageWriter;
  readonly #server: string;
  readonly #cancellation: Cancellation;
  readonly #inTransaction: () => boolean;
  /** A DONE says whether more follows, so each waits for what comes next. */
  #pending: Done | undefined;
  #hadRows = false;
  #failed = false;

  constructor(
    stream: Writable,
    packetSize: number,
    server: string,
    cancellation: Cancellation,
    inTransaction: () => boolean,
  ) {
    this.message = new MessageWriter(stream, packetSize);
    this.#server = server;
    this.#cancellation = cancellation;
    this.#inTransaction = inTransaction;
  }

  /** Sends what a request gives until it ends or is cancelled. `afterStep` may add tokens of its own. */
  async send(events: ClientEvents, asProcedure: boolean, afterStep: () => void): Promise<void> {
    try {
      for (const step of events) {
        for (const event of step) {
          if (this.#cancellation.cancelled) break;
          await this.#event(event, asProcedure);
        }
        afterStep();
        if (this.message.isFull) await this.message.flush();
        await turn();
        if (this.#cancellation.cancelled) return;
      }
    } finally {
      events.return(undefined);
    }
  }

  error(message: ServerMessage): void {
    this.#settle(true);
    writeMessage(this.message.out, this.#server, message);
    this.#failed = true;
  }

  async end(attention = false): Promise<void> {
    if (!this.#pending) this.done({ token: 'done', failed: this.#failed });
    if (attention) this.#pending = { token: 'done', attention: true };
    this.#settle(false);
    await this.message.end();
  }

  done(done: Done): void {
    this.#settle(true);
    this.#pending = { ...done, inTransaction: this.#inTransaction() };
  }

  /** Tokens that are written from outside stand behind the last DONE. */
  settle(): void {
    this.#settle(true);
  }

  #settle(more: boolean): void {
    if (this.#pending) writeDone(this.message.out, this.#pending, more);
    this.#pending = undefined;
  }

  async #event(event: ClientEvent, asProcedure: boolean): Promise<void> {
    const { out } = this.message;
    switch (event.kind) {
      case 'rows':
        this.#settle(true);
        await this.#rows(event.result);
        this.#hadRows = true;
        return;
      case 'message': {
        this.#settle(true);
        const { text, number = 0, severity = 0, state, line, procedure } = event;
        writeMessage(out, this.#server, {
          number,
          text,
          severity,
          ...(state === undefined ? {} : { state }),
          ...(line === undefined ? {} : { line: Math.max(1, line) }),
          procedure,
        });
        return;
      }
      case 'error': {
        const { number, message, severity, state, line, procedure } = event.error;
        this.error({ number, text: message, severity, state, line: Math.max(1, line), procedure });
        return;
      }
      case 'refused':
        this.error({
          number: NOT_SUPPORTED,
          text: `The reference engine does not execute ${event.construct}.`,
          severity: 16,
        });
        return;
      case 'interrupted':
        await this.#attention();
        return;
      case 'done':
        this.done({
          token: event.nested || asProcedure ? 'doneInProc' : 'done',
          failed: event.failed,
          count: event.count,
          rows: this.#hadRows,
        });
        this.#hadRows = false;
        return;
      case 'returned':
        this.#settle(true);
        writeReturnStatus(out, event.status);
        if (!asProcedure) this.done({ token: 'doneProc' });
        return;
      case 'outputs':
        this.#settle(true);
        for (const output of event.outputs) writeReturnValue(out, output);
        this.done({ token: 'doneProc', failed: this.#failed });
        return;
      case 'wait':
        await this.message.flush();
        await this.#wait(event.milliseconds);
        return;
    }
  }

  async #rows({ columns, rows }: ResultSet): Promise<void> {
    const types = writeColumns(this.message.out, columns);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (row) writeRow(this.message.out, types, row);
      if (this.message.isFull) await this.message.flush();
      if (i % ROWS_PER_TURN === ROWS_PER_TURN - 1) {
        await turn();
        if (this.#cancellation.cancelled) return;
      }
    }
  }

  /** What stopped the statement has arrived, but was not read yet. */
  async #attention(): Promise<void> {
    for (let i = 0; i < TURNS_TO_READ && !this.#cancellation.cancelled; i++) await turn();
    if (!this.#cancellation.cancelled)
      this.error({
        number: 3617,
        text: 'Query cancelled: the client sent something in the middle of it.',
        severity: 16,
      });
  }

  #wait(milliseconds: number): Promise<void> {
    if (this.#cancellation.cancelled) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(end, milliseconds);
      const cancellation = this.#cancellation;
      function end(): void {
        clearTimeout(timer);
        cancellation.onCancel = undefined;
        resolve();
      }
      cancellation.onCancel = end;
    });
  }
}

/** Lets the network have its turn: an attention may be waiting. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
