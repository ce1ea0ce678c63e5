import fastifyHelmet from '@fastify/helmet';
import fastify from 'fastify';
import type { Settings } from '../settings/settings.js';

/**
 * What helmet sets. It works the same headers out for every answer, which costs as much as the rest of a short one: here it
 * is asked once.
 */
export async function securityHeaders({ publicUrl }: Pick<Settings, 'publicUrl'>): Promise<Record<string, string>> {
  const isSecure = publicUrl.startsWith('https:');
  const app = fastify();
  await app.register(fastifyHelmet, {
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
        upgradeInsecureRequests: isSecure ? [] : null,
      },
    },
    strictTransportSecurity: isSecure,
  });
  let found: Record<string, string> = {};
  app.get('/', async (_, reply) => {
    const headers = Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)] as const);
    found = Object.fromEntries(headers);
    return '';
  });
  await app.inject('/');
  await app.close();
  return found;
}
