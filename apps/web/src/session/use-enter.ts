import type { AnswerOf, OperationId, Session } from '@datamigrate/contracts';
import { useQueryClient } from '@tanstack/vue-query';
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { fieldFaults } from '../api/api-error.js';
import { useApiMutation } from '../api/use-api.js';
import { safeNext } from '../router/access.js';
import { useSession } from './session-store.js';

type Entering = { [N in OperationId]: AnswerOf<N> extends Session ? N : never }[OperationId];

/** A form that signs in: on success the session starts and the visitor goes on to where they wanted. */
export function useEnter<N extends Entering & ('signIn' | 'signUp' | 'setUp' | 'acceptInvitation')>(operation: N) {
  const session = useSession();
  const router = useRouter();
  const route = useRoute();
  const client = useQueryClient();
  const mutation = useApiMutation(operation, {
    quiet: true,
    onSuccess: (answer) => {
      client.clear();
      session.enter(answer as Session);
      void router.push(safeNext(route.query['next']));
    },
  });
  const faults = computed(() => fieldFaults(mutation.error.value));
  return { ...mutation, faults };
}
