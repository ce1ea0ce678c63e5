import { organisationScope } from '@datamigrate/store';
import { dollars } from '../handlers/invoice-forms.js';
import type { Services } from '../services.js';
import { monthBefore } from './monthly-billing.js';

/** In the first days of a month, once: what the last one brought, to the owners. The audit log remembers that it was sent. */
export async function reportUsage(services: Services): Promise<void> {
  const { store, service, mail } = services;
  const now = services.now();
  if (now.getUTCDate() > 5) return;
  const month = monthBefore(now);
  const action = `usage.reported-${month}`;
  for (const { id, name } of await store.identity.organisations(service)) {
    const scope = organisationScope(id);
    const sums = await store.billing.month(scope, month);
    if (sums.cents === 0 && sums.migrations === 0) continue;
    const before = await store.audit.list(scope, { limit: 1, action });
    if (before.data.length > 0) continue;
    const actor = { kind: 'service', id: null, name: 'DataMigrate' } as const;
    await store.audit.record(scope, { action, actor, subject: null, detail: sums, address: null, requestId: null });
    const owners = (await store.organisation.members(scope)).filter(({ role }) => role === 'owner');
    const text = `${name} in ${month}: ${sums.migrations} migrations, ${sums.models} models, $${dollars(sums.cents)}.\n\n${services.settings.publicUrl}/usage\n`;
    for (const owner of owners) await mail.send({ to: owner.email, subject: `DataMigrate: your ${month}`, text });
  }
}
