import { organisationScope, serviceScope } from '@datamigrate/store';
import type { FastifyReply } from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { testService } from '../testing/test-service.js';
import type { Caller, Plan } from './caller.js';
import { rateLimiter } from './rate-limits.js';

const PRO: Plan = {
  name: 'pro',
  title: 'Pro',
  monthlyCents: 4900,
  migrationsPerMonth: 100,
  requestsPerHour: 100,
  concurrentMigrations: 3,
  migrationCents: 10,
  modelCents: 1,
};
const scope = organisationScope('org_01hzzzzzzzzzzzzzzzzzzzzzzz');
const key = (plan: Plan): Caller => ({ kind: 'key', id: 'key_a', name: 'a', scopes: [], createdBy: null, plan, scope });
const reply = { headers: () => reply } as unknown as FastifyReply;

it('knows after a restart, and under another plan, what was used in the hour', async () => {
  const service = await testService();
  onTestFinished(() => service.close());
  const { store } = service.services;
  const now = () => new Date('2026-11-20T10:30:00Z');
  const limiter = () => rateLimiter(store, serviceScope('a test'), now);
  const used = async (one: ReturnType<typeof limiter>, plan: Plan, requests: number): Promise<number> => {
    let allowed = 0;
    for (let i = 0; i < requests; i++) {
      try {
        await one.count(key(plan), reply, now().getTime());
        allowed++;
      } catch {
        // More than the plan allows.
      }
    }
    return allowed;
  };
  const first = limiter();
  expect(await used(first, PRO, 60)).toBe(60);
  await first.flush();
  const second = limiter();
  expect(await used(second, PRO, 60)).toBe(40);
  expect(await used(second, { ...PRO, name: 'more', requestsPerHour: 150 }, 60)).toBe(50);
  await second.flush();
  expect(await used(limiter(), PRO, 1)).toBe(0);
});
