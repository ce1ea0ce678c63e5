import { WEBHOOK_SIGNATURE_HEADER } from '@datamigrate/contracts';
import { backoffMs, type Claim, organisationScope } from '@datamigrate/store';
import type { Services } from '../services.js';
import { post } from '../webhooks/post.js';
import { signatureOf } from '../webhooks/sign.js';

/** One attempt to deliver. What was not taken is tried again, for about three days. */
export async function runWebhookJob(services: Services, claim: Claim): Promise<void> {
  const { store } = services;
  const { webhooks } = store;
  const scope = organisationScope(claim.organisationId ?? '');
  const webhookId = String(claim.payload['webhookId']);
  const delivery = await webhooks.findDelivery(scope, String(claim.payload['deliveryId']));
  const webhook = await webhooks.find(scope, webhookId);
  if (delivery === undefined || webhook === undefined) return void (await store.queue.complete(claim, 'cancelled'));
  const at = services.now();
  const signature = signatureOf(await webhooks.secrets(scope, webhookId, at), delivery.payload, at);
  const headers = {
    'content-type': 'application/json',
    [WEBHOOK_SIGNATURE_HEADER]: signature,
    'datamigrate-event': delivery.event,
    'datamigrate-delivery': delivery.id,
  };
  const { status, error } = await post(new URL(webhook.url), delivery.payload, headers, services.settings);
  const attempted = { attempts: delivery.attempts + 1, status, error, lastAttemptAt: at };
  if (error === null) {
    await webhooks.setDelivery(scope, delivery.id, { ...attempted, state: 'delivered', nextAttemptAt: null });
    await store.queue.complete(claim);
    return;
  }
  const delayMs = backoffMs(claim.attempt) * 3;
  const isLast = claim.attempt >= claim.maxAttempts;
  await webhooks.setDelivery(scope, delivery.id, {
    ...attempted,
    state: isLast ? 'failed' : 'waiting',
    nextAttemptAt: isLast ? null : new Date(at.getTime() + delayMs),
  });
  await store.queue.fail(claim, error, { delayMs });
}
