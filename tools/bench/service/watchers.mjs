import { connect } from 'node:net';

/**
 * Opens many event streams of one migration, lets it go on, and waits until each has been told the end.
 * @param {{ port: number, id: string, keys: string[], count: number, goOn: () => Promise<unknown>, memory: () => Promise<number> }} options
 */
export async function watch({ port, id, keys, count, goOn, memory }) {
  const before = await memory();
  const watchers = Array.from({ length: count }, (_, n) => open(port, id, keys[n % keys.length]));
  await Promise.all(watchers.map(({ opened }) => opened));
  const held = await memory();
  let most = held;
  const look = setInterval(async () => {
    most = Math.max(most, await memory());
  }, 200);
  await goOn();
  const events = await Promise.all(watchers.map(({ ended }) => ended));
  clearInterval(look);
  return { before, held, most, events };
}

/** How many events came before the end. */
function open(port, id, key) {
  const socket = connect(port, '127.0.0.1');
  let isOpen;
  const opened = new Promise((resolve) => {
    isOpen = resolve;
  });
  const ended = new Promise((resolve, reject) => {
    let events = 0;
    let tail = '';
    socket.setEncoding('latin1');
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      if (tail === '' && !chunk.startsWith('HTTP/1.1 200')) return reject(new Error(chunk.slice(0, 200)));
      isOpen();
      const text = tail + chunk;
      events += text.split('\nid: ').length - 1;
      // A frame may come in two pieces.
      tail = text.slice(-5);
      if (text.includes('event: end')) socket.destroy();
    });
    socket.on('close', () => resolve(events));
  });
  socket.write(
    `GET /api/v1/migrations/${id}/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${key}\r\nAccept: text/event-stream\r\n\r\n`,
  );
  return { opened, ended };
}
