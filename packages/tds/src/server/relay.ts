import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** More clients than this at once are served as well; their statements are not stopped in the middle. */
const SLOTS = 1024;

/** Listens in a thread of its own, so that what clients send is noticed while the engine is busy. */
export class Relay {
  readonly #worker: Worker;
  readonly #ports = new SharedArrayBuffer(4 * SLOTS);
  readonly #received = new SharedArrayBuffer(4 * SLOTS);

  readonly #slots = new WeakMap<Socket, number>();

  private constructor(host: string, port: number, target: number) {
    const workerData = { host, port, target, ports: this.#ports, received: this.#received };
    this.#worker = new Worker(new URL('../../worker/relay-worker.mjs', import.meta.url), { workerData });
    this.#worker.unref();
  }

  /** The relay and the port on which it listens; else the reason why it cannot. */
  static open(
    host: string,
    port: number,
    target: number,
  ): Promise<{ readonly relay: Relay; readonly port: number } | { readonly failed: string }> {
    const relay = new Relay(host, port, target);
    return new Promise((resolve) => {
      relay.#worker.once('error', (error: Error) => resolve({ failed: error.message }));
      relay.#worker.once('message', (message: { readonly port: number } | { readonly failed: string }) => {
        if ('port' in message) resolve({ relay, port: message.port });
        else void relay.close().then(() => resolve(message));
      });
    });
  }

  /**
   * Whether a client has sent more than was read of it. While one of its requests runs that can only be the wish to stop
   * it, or its end.
   */
  hasUnread(socket: Socket): boolean {
    const slot = this.#slotOf(socket);
    if (slot < 0) return false;
    return Atomics.load(new Int32Array(this.#received), slot) !== (socket.bytesRead | 0);
  }

  /** Remembered: the slot of a client that has gone is given to another, and the statement of the first still runs. */
  #slotOf(socket: Socket): number {
    const known = this.#slots.get(socket);
    if (known !== undefined) return known;
    const { remotePort } = socket;
    const slot = remotePort === undefined ? -1 : new Int32Array(this.#ports).indexOf(remotePort);
    if (slot >= 0) this.#slots.set(socket, slot);
    return slot;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
