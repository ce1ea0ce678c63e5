import { createRouter, createWebHistory } from 'vue-router';
import { useSession } from '../session/session-store.js';
import { passage } from './access.js';
import { routes } from './routes.js';

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior(to, from, saved) {
    if (saved) return saved;
    if (to.hash) return { el: to.hash, top: 72 };
    return to.path === from.path || to.matched[0] === from.matched[0] ? false : { top: 0 };
  },
});

router.beforeEach(async (to) => {
  const session = useSession();
  if (!session.known) await session.load();
  if (!session.known) return true;
  const { meta, fullPath } = to;
  const result = passage({ meta, fullPath, next: to.query['next'] }, { signedIn: session.signedIn });
  return result.go ? true : result.to;
});
