import { type Charge, monthOf, type OrganisationScope, organisationScope } from '@datamigrate/store';
import type { Plan } from '../http/caller.js';
import type { Services } from '../services.js';

/** What a plan costs this month; entered once however often it is asked for. */
export function planFee(
  scope: OrganisationScope,
  plan: Pick<Plan, 'name' | 'title' | 'monthlyCents'>,
  at: Date,
): Charge[] {
  if (plan.monthlyCents === 0) return [];
  const dedupeKey = `${scope.organisationId}:plan:${plan.name}:${monthOf(at)}`;
  return [
    {
      kind: 'plan',
      text: `Plan ${plan.title}`,
      quantity: 1,
      unitCents: plan.monthlyCents,
      migrationId: null,
      at,
      dedupeKey,
    },
  ];
}

export function monthBefore(at: Date): string {
  return monthOf(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1)));
}

/** Fees of the new month, and the invoice of the last one for whoever has entries in it. */
export async function billMonth(services: Services): Promise<void> {
  const { store, service } = services;
  const now = services.now();
  const month = monthBefore(now);
  for (const organisation of await store.identity.organisations(service)) {
    const scope = organisationScope(organisation.id);
    await store.transaction(async (tx) => {
      await tx.billing.charge(scope, planFee(scope, await tx.organisation.plan(scope), now));
      const lines = await tx.billing.lines(scope, month);
      if (lines.length > 0)
        await tx.billing.issue(scope, { month, organisationName: organisation.name, lines, at: now });
    });
  }
}
