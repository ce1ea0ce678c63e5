import type { OperationId } from '@datamigrate/contracts';
import type { OrganisationScope } from '@datamigrate/store';
import type { Call } from '../http/route-handler.js';
import { problem } from '../problems/api-problem.js';

const LONGEST = 255;

interface KeyedCall extends Pick<Call<OperationId>, 'request' | 'reply' | 'services'> {
  readonly scope: OrganisationScope;
}

/**
 * With an Idempotency-Key the work is done once: the same request again gets the first answer, another one with the same
 * key is refused. `location` is where the made thing stands.
 */
export async function idempotently<T extends { readonly id: string }>(
  { request, reply, services, scope }: KeyedCall,
  hash: string,
  status: number,
  location: (made: T) => string | null,
  work: () => Promise<T>,
): Promise<T> {
  const key = keyOf(request.headers['idempotency-key']);
  const answer = (made: T) => {
    const at = location(made);
    if (at !== null) void reply.header('location', at);
    return made;
  };
  if (key === undefined) return answer(await work());
  const { idempotency } = services.store;
  const before = await idempotency.begin(scope, key, hash, services.now());
  switch (before.kind) {
    case 'running':
      throw problem('api-idempotency-running', {}, { retryAfterSeconds: 2 });
    case 'other-request':
      throw problem('api-idempotency-mismatch', {});
    case 'done':
      void reply.header('idempotent-replayed', 'true');
      if (before.location !== null) void reply.header('location', before.location);
      return JSON.parse(before.body) as T;
    case 'new':
      try {
        const made = await work();
        await idempotency.finish(scope, key, { status, body: JSON.stringify(made), location: location(made) });
        return answer(made);
      } catch (error) {
        // Nothing was made: the same key may be tried again.
        await idempotency.forget(scope, key);
        throw error;
      }
  }
}

function keyOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = Array.isArray(header) ? header.join(',') : header;
  if (key === '' || key.length > LONGEST || !/^[\x20-\x7e]+$/.test(key)) {
    throw problem('api-request-malformed', { reason: `Idempotency-Key must be 1 to ${LONGEST} printable characters` });
  }
  return key;
}
