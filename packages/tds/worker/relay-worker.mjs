// Takes the connections of clients and hands their bytes on to the server in the thread that runs the engine. While that
// one is busy with a statement it cannot read; here it is counted what has arrived, so that it can look.
import { connect, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** By slot: the port from which a client's bytes come to the server, and how many there were. */
const { host, port, target } = workerData;
const ports = new Int32Array(workerData.ports);
const received = new Int32Array(workerData.received);
const taken = new Set();

function freeSlot() {
  for (let slot = 0; slot < ports.length; slot++) {
    if (taken.has(slot)) continue;
    taken.add(slot);
    return slot;
  }
  return undefined;
}

const server = createServer((client) => {
  const slot = freeSlot();
  client.setNoDelay(true);
  client.pause();
  const upstream = connect({ host: '127.0.0.1', port: target }, () => {
    upstream.setNoDelay(true);
    if (slot !== undefined) {
      Atomics.store(received, slot, 0);
      Atomics.store(ports, slot, upstream.localPort);
    }
    client.on('data', (chunk) => {
      if (slot !== undefined) Atomics.add(received, slot, chunk.length);
      if (!upstream.write(chunk)) client.pause();
    });
    upstream.on('drain', () => client.resume());
    client.on('end', () => upstream.end());
    upstream.pipe(client);
    client.resume();
  });
  // A client that has gone wants no answer: what never arrives counts, too.
  client.on('close', () => {
    if (slot !== undefined) Atomics.add(received, slot, 1);
    upstream.destroy();
  });
  client.on('error', () => client.destroy());
  upstream.on('error', () => client.destroy());
  upstream.on('close', () => {
    client.end();
    if (slot === undefined) return;
    Atomics.store(ports, slot, 0);
    taken.delete(slot);
  });
});

server.once('error', (error) => parentPort?.postMessage({ failed: error.code ?? error.message }));
server.listen({ host, port }, () => parentPort?.postMessage({ port: server.address().port }));
