import './styles/main.css';
import { MutationCache, QueryCache, QueryClient, VueQueryPlugin } from '@tanstack/vue-query';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { ApiError } from './api/api-error.js';
import { mayRetry } from './api/use-api.js';
import App from './app.vue';
import { router } from './router/router.js';
import { useSession } from './session/session-store.js';

const app = createApp(App).use(createPinia());

/** A session that ended while somebody worked: sign in, then back to the same place. */
function onError(error: unknown): void {
  if (!(error instanceof ApiError) || error.code !== 'api-not-signed-in') return;
  const session = useSession();
  if (!session.signedIn) return;
  session.leave();
  const { fullPath } = router.currentRoute.value;
  void router.push({ path: '/sign-in', query: { next: fullPath, ended: '1' } });
}

const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: { queries: { retry: mayRetry, staleTime: 5000, refetchOnWindowFocus: true } },
});

app.use(VueQueryPlugin, { queryClient }).use(router).mount('#app');
