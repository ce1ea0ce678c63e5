// A load generator that costs less than what it measures: plain sockets, one request after the other on each of them.
import { connect } from 'node:net';

/**
 * Requests a second over `seconds`.
 * @param {{ port: number, path: string, headers: (connection: number) => string, connections?: number, seconds?: number }} options
 * @returns {Promise<{ perSecond: number, done: number, statuses: Record<string, number> }>}
 */
export async function requestsPerSecond({ port, path, headers, connections = 32, seconds = 4 }) {
  const statuses = {};
  let done = 0;
  const start = performance.now();
  const until = start + seconds * 1000;
  await Promise.all(
    Array.from(
      { length: connections },
      (_, n) =>
        new Promise((resolve, reject) => {
          const socket = connect(port, '127.0.0.1');
          let text = '';
          const next = () => {
            if (performance.now() >= until) return void socket.end(resolve);
            socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers(n)}\r\n`);
          };
          socket.setNoDelay(true).setEncoding('latin1');
          socket.on('connect', next).on('error', reject);
          socket.on('data', (chunk) => {
            text += chunk;
            const head = text.indexOf('\r\n\r\n');
            if (head < 0) return;
            const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
            if (text.length < head + 4 + length) return;
            const status = text.slice(9, 12);
            statuses[status] = (statuses[status] ?? 0) + 1;
            text = '';
            done++;
            next();
          });
        }),
    ),
  );
  return { perSecond: (1000 * done) / (performance.now() - start), done, statuses };
}
