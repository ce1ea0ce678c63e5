import dns from 'node:dns';
import { connect, isIP, type LookupFunction, Socket } from 'node:net';

/** Whether connections may go to an address. */
export type AddressRule = (address: string) => boolean;

let ruleOfProcess: AddressRule | undefined;

/** From here on servers are reached at such addresses only, whatever their names lead to. */
export function reachOnly(rule: AddressRule): void {
  ruleOfProcess = rule;
}

/** Of a socket that was not opened because of the rule. */
export const REFUSED = 'EADDRESSREFUSED';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/**
 * Opens a connection. A name is looked up once: what is checked is what is connected to, since the owner of a name can
 * answer the next question differently.
 */
export function openSocket({ host, port }: Place, rule: AddressRule | undefined = ruleOfProcess): Socket {
  if (rule === undefined) return connect({ host, port });
  // Nothing is looked up then.
  if (isIP(host) !== 0 && !rule(host)) return new Socket().destroy(refusal(host));
  return connect({ host, port, lookup: lookupWithin(rule) });
}

function lookupWithin(rule: AddressRule): LookupFunction {
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error !== null || first === undefined) return callback(error ?? refusal(hostname), []);
      // One of several is enough: nobody knows which one would be taken.
      if (!found.every(({ address }) => rule(address))) return callback(refusal(hostname), []);
      if (options.all === true) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
}

function refusal(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${host} leads to an address that may not be reached from here`), { code: REFUSED });
}

/** As the driver asks for a socket: where the server sends on to another one, that one is named. */
export type Connector = (place?: Place, lookup?: unknown, signal?: AbortSignal) => Promise<Socket>;

/** For the driver; undefined where it may go anywhere, in its own way. */
export function connectorTo(server: Place, rule: AddressRule | undefined = ruleOfProcess): Connector | undefined {
  if (rule === undefined) return undefined;
  return ({ host, port } = server, _, signal) =>
    new Promise((resolve, reject) => {
      const socket = openSocket({ host, port }, rule);
      const end = (settle: () => void) => {
        socket.off('connect', opened);
        socket.off('error', failed);
        signal?.removeEventListener('abort', aborted);
        settle();
      };
      const opened = () => end(() => resolve(socket));
      const failed = (error: Error) => end(() => reject(error));
      const aborted = () => {
        end(() => reject(signal?.reason as Error));
        socket.on('error', () => {});
        socket.destroy();
      };
      socket.once('connect', opened);
      socket.once('error', failed);
      signal?.addEventListener('abort', aborted, { once: true });
    });
}
