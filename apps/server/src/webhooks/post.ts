import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { addressesOf } from './public-address.js';

const TIMEOUT_MS = 10_000;

export interface Posted {
  readonly status: number | null;
  readonly error: string | null;
}

/**
 * Posts to an address that a user gave. Its name is looked up here, every address is checked, and the connection goes to the
 * address that was checked: a second look-up could give another one. Redirects are not followed.
 */
export async function post(
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
  { privateAddresses }: { readonly privateAddresses: boolean },
): Promise<Posted> {
  const addresses = privateAddresses ? [url.hostname.replace(/^\[|\]$/g, '')] : await addressesOf(url.hostname);
  const [address] = addresses;
  if (address === undefined) return { status: null, error: `${url.hostname} is not an address on the public internet` };
  const pinned =
    isIP(address) === 0
      ? {}
      : {
          lookup: (
            _: string,
            options: { all?: boolean },
            done: (error: null, found: unknown, family?: number) => void,
          ) => (options.all ? done(null, [{ address, family: isIP(address) }]) : done(null, address, isIP(address))),
        };
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const sent = request(
      url,
      {
        method: 'POST',
        headers: {
          ...headers,
          'content-length': String(Buffer.byteLength(body)),
          'user-agent': 'DataMigrate-Webhooks/1',
        },
        agent: false,
        ...(pinned as object),
      },
      (response) => {
        const { statusCode = 0 } = response;
        // The answer does not matter, and nobody may keep us busy with it.
        response.destroy();
        resolve({
          status: statusCode,
          error: statusCode >= 200 && statusCode < 300 ? null : `HTTP status ${statusCode}`,
        });
      },
    );
    const timer = setTimeout(() => sent.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS);
    sent.on('close', () => clearTimeout(timer));
    sent.on('error', (error) => resolve({ status: null, error: error.message }));
    sent.end(body);
  });
}
