import type { Scope, Service, Session } from '@datamigrate/contracts';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { ApiError } from '../api/api-error.js';
import { call } from '../api/call.js';

/** Who is signed in, and what the service allows. Everything else about data is in the query cache. */
export const useSession = defineStore('session', () => {
  const session = shallowRef<Session | null>(null);
  const service = shallowRef<Service | null>(null);
  const known = ref(false);
  const failure = shallowRef<ApiError | null>(null);

  const signedIn = computed(() => session.value !== null);
  const can = (scope: Scope) => session.value?.scopes.includes(scope) ?? false;

  async function load(): Promise<void> {
    failure.value = null;
    try {
      const [found, about] = await Promise.all([currentSession(), call('getService', {})]);
      session.value = found;
      service.value = about;
      known.value = true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failure.value = error;
    }
  }

  function enter(next: Session): void {
    session.value = next;
    known.value = true;
    if (service.value?.needsOwner) service.value = { ...service.value, needsOwner: false };
  }

  function leave(): void {
    session.value = null;
  }

  return { session, service, known, failure, signedIn, can, load, enter, leave };
});

async function currentSession(): Promise<Session | null> {
  try {
    return await call('getSession', {});
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}
