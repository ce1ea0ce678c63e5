import fastifyHelmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastify from 'fastify';
import type { Settings } from '../settings/settings.js';

type Headers = Readonly<Record<string, string>>;

export interface SecurityHeaders {
  readonly pages: Headers;
  /** Of answers that no browser shows: what is about scripts, styles and links of a page has no meaning there. */
  readonly data: Headers;
}

const OF_DATA = [
  'content-security-policy',
  'cross-origin-resource-policy',
  'strict-transport-security',
  'x-content-type-options',
];

/**
 * What helmet sets. It works the same headers out for every answer, which costs as much as the rest of a short one: here it
 * is asked once.
 */
export async function securityHeaders({ publicUrl }: Pick<Settings, 'publicUrl'>): Promise<SecurityHeaders> {
  const isSecure = publicUrl.startsWith('https:');
  const upgradeInsecureRequests = isSecure ? [] : null;
  const pages = await helmetHeaders({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // Monaco starts its workers from blobs and styles its lines inline.
        workerSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests,
      },
    },
    strictTransportSecurity: isSecure,
  });
  const data = await helmetHeaders({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: isSecure,
  });
  return { pages, data: Object.fromEntries(Object.entries(data).filter(([name]) => OF_DATA.includes(name))) };
}

async function helmetHeaders(options: FastifyHelmetOptions): Promise<Headers> {
  const app = fastify();
  await app.register(fastifyHelmet, options);
  let found: Headers = {};
  app.get('/', async (_, reply) => {
    const headers = Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)] as const);
    found = Object.fromEntries(headers);
    return '';
  });
  await app.inject('/');
  await app.close();
  return found;
}
