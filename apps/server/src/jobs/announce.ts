import { type Migration, type MigrationEvent, WEBHOOK_EVENTS, type WebhookEvent } from '@datamigrate/contracts';
import {
  type MigrationRow,
  newId,
  type OrganisationScope,
  type Repositories,
  type ServiceScope,
} from '@datamigrate/store';
import { migrationDocument } from '../handlers/documents.js';

type StateEvent = Extract<MigrationEvent['data'], { kind: 'state' }>;

/** A change of state goes into the log of the migration and to the webhooks that ask for it, in the transaction around it. */
export async function announce(
  tx: Repositories,
  service: ServiceScope,
  scope: OrganisationScope,
  row: MigrationRow,
  text: string,
): Promise<void> {
  const { state, checkpoint } = row;
  const data: StateEvent = { kind: 'state', state, checkpoint, text };
  await tx.events.append(scope, row.id, [data], new Date());
  const type = state === 'running' ? 'migration.started' : `migration.${state}`;
  const event = WEBHOOK_EVENTS.find((name) => name === type);
  if (event) await callWebhooks(tx, service, scope, event, migrationDocument(row));
}

async function callWebhooks(
  tx: Repositories,
  service: ServiceScope,
  scope: OrganisationScope,
  event: WebhookEvent,
  object: Migration,
): Promise<void> {
  for (const webhook of await tx.webhooks.list(scope)) {
    if (webhook.enabled && webhook.events.includes(event))
      await deliver(tx, service, scope, webhook.id, event, { ...object });
  }
}

/** One delivery: its row, and the job that sends it. */
export async function deliver(
  tx: Repositories,
  service: ServiceScope,
  scope: OrganisationScope,
  webhookId: string,
  event: WebhookEvent,
  object: Record<string, unknown>,
) {
  const id = newId('delivery');
  const created = new Date().toISOString();
  const payload = JSON.stringify({ id, type: event, created, apiVersion: 'v1', data: { object } });
  const row = await tx.webhooks.addDelivery(scope, { id, webhookId, event, payload });
  await enqueueDelivery(tx, service, scope, webhookId, id);
  return row;
}

export async function enqueueDelivery(
  tx: Repositories,
  service: ServiceScope,
  scope: OrganisationScope,
  webhookId: string,
  deliveryId: string,
): Promise<void> {
  await tx.jobs.enqueue(service, {
    kind: 'webhook',
    organisationId: scope.organisationId,
    payload: { webhookId, deliveryId },
    priority: 5,
    maxAttempts: 12,
    dedupeKey: `delivery:${deliveryId}`,
  });
}
