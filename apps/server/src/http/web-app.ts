import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { API_PREFIX, PROBLEM_CODES } from '@datamigrate/contracts';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { problem } from '../problems/api-problem.js';

const WEB = fileURLToPath(new URL('../../../web/dist', import.meta.url));
const ISSUES = fileURLToPath(new URL('../../../../docs/issues', import.meta.url));
const KNOWN = new Set<string>(PROBLEM_CODES);

/** The built web app. Addresses without a file are pages of it. */
export async function registerWebApp(app: FastifyInstance, folder: string = WEB): Promise<void> {
  const hasApp = existsSync(`${folder}/index.html`);
  if (hasApp) {
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      // Vite puts the hash of the content into the names below assets.
      setHeaders: (reply, path) =>
        void reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ),
    });
  }

  app.get('/docs/issues/:code', async (request, reply) => {
    const { code } = request.params as { code: string };
    const text = KNOWN.has(code) ? await readFile(`${ISSUES}/${code}.md`, 'utf8').catch(() => undefined) : undefined;
    if (text === undefined) throw problem('api-route-unknown', { path: request.url.slice(0, 200) });
    return reply.type('text/markdown; charset=utf-8').send(text);
  });

  app.setNotFoundHandler(async (request, reply) => {
    const [path = '/'] = request.url.split('?');
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    const isApi = path.startsWith(API_PREFIX) || path.startsWith('/api/');
    if (isPage && !isApi && hasApp && isAddressOfPage(path, request.headers.accept))
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    if (isApi && otherMethods(app, path).length > 0 && !otherMethods(app, path).includes(request.method)) {
      void reply.header('allow', otherMethods(app, path).join(', '));
      throw problem('api-method-refused', { path: path.slice(0, 200), method: request.method });
    }
    throw problem('api-route-unknown', { path: path.slice(0, 200) });
  });
}

/** Names of objects have dots, as files have. Who wants to read a page says so; a missing script is not answered with one. */
function isAddressOfPage(path: string, accept = ''): boolean {
  if (path.startsWith('/assets/')) return false;
  return !/\.\w+$/.test(path) || accept.includes('text/html');
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

function otherMethods(app: FastifyInstance, path: string): string[] {
  return METHODS.filter((method) => app.findRoute({ method, url: path }) !== null);
}
