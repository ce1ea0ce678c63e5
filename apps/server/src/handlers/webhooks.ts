import { randomBytes } from 'node:crypto';
import type { Delivery, Webhook } from '@datamigrate/contracts';
import type { DeliveryRow } from '@datamigrate/store';
import type { Handlers } from '../http/route-handler.js';
import { deliver, enqueueDelivery } from '../jobs/announce.js';
import { problem } from '../problems/api-problem.js';
import type { Services } from '../services.js';
import { addressesOf } from '../webhooks/public-address.js';
import { audit } from './audit-trail.js';
import { iso } from './documents.js';
import type { WebhookOperation } from './route-groups.js';

const DAY = 86_400_000;

interface Row {
  readonly id: string;
  readonly url: string;
  readonly events: Webhook['events'];
  readonly description: string;
  readonly enabled: boolean;
  readonly createdAt: Date;
}

export const webhookHandlers: Handlers<WebhookOperation> = {
  async listWebhooks({ services, scope }) {
    const [rows, last] = await Promise.all([
      services.store.webhooks.list(scope),
      services.store.webhooks.lastDeliveries(scope),
    ]);
    const lastOf = new Map(last.map((one) => [one.webhookId, one]));
    return {
      data: rows.map((row) => {
        const delivery = lastOf.get(row.id);
        const lastDelivery = delivery?.at
          ? { at: delivery.at.toISOString(), ok: delivery.state === 'delivered', status: delivery.status }
          : null;
        return { ...document(row), lastDelivery };
      }),
    };
  },

  async createWebhook(call) {
    const { body, services, scope } = call;
    await refusePrivate(services, body.url);
    const secret = newSecret();
    const row = await services.store.transaction(async (tx) => {
      const made = await tx.webhooks.create(scope, { ...body, events: [...new Set(body.events)], secret });
      await audit(tx, call, 'webhook.created', made.id, { url: body.url });
      return made;
    });
    return { ...document(row), secret };
  },

  async updateWebhook(call) {
    const { params, body, services, scope } = call;
    const { url, events, description, enabled } = body;
    if (url !== undefined) await refusePrivate(services, url);
    const former = await services.store.webhooks.find(scope, params.webhookId);
    if (former === undefined) throw problem('api-not-found', { what: 'webhook' });
    const values = {
      ...(url === undefined ? {} : { url }),
      ...(events === undefined ? {} : { events: [...new Set(events)] }),
      ...(description === undefined ? {} : { description }),
      ...(enabled === undefined ? {} : { enabled }),
    };
    const row =
      Object.keys(values).length === 0 ? former : await services.store.webhooks.update(scope, params.webhookId, values);
    if (row === undefined) throw problem('api-not-found', { what: 'webhook' });
    await audit(services.store, call, 'webhook.changed', row.id, values);
    return document(row);
  },

  async deleteWebhook(call) {
    const { params, services, scope } = call;
    if (!(await services.store.webhooks.remove(scope, params.webhookId)))
      throw problem('api-not-found', { what: 'webhook' });
    await audit(services.store, call, 'webhook.deleted', params.webhookId);
  },

  async rotateWebhook(call) {
    const { params, services, scope } = call;
    const secret = newSecret();
    const until = new Date(services.now().getTime() + DAY);
    const row = await services.store.webhooks.rotate(scope, params.webhookId, secret, until);
    if (row === undefined) throw problem('api-not-found', { what: 'webhook' });
    await audit(services.store, call, 'webhook.rotated', row.id);
    return { ...document(row), secret };
  },

  async testWebhook({ params, services, scope }) {
    const row = await services.store.webhooks.find(scope, params.webhookId);
    if (row === undefined) throw problem('api-not-found', { what: 'webhook' });
    const made = await services.store.transaction((tx) =>
      deliver(tx, services.service, scope, row.id, 'webhook.test', { text: 'This is a test.' }),
    );
    services.waker.wake();
    return deliveryDocument(made);
  },

  async listDeliveries({ params, query, services, scope }) {
    if ((await services.store.webhooks.find(scope, params.webhookId)) === undefined)
      throw problem('api-not-found', { what: 'webhook' });
    const page = await services.store.webhooks.deliveries(scope, params.webhookId, query);
    return { ...page, data: page.data.map(deliveryDocument) };
  },

  async resendDelivery({ params, services, scope }) {
    const row = await services.store.transaction(async (tx) => {
      const former = await tx.webhooks.findDelivery(scope, params.deliveryId);
      if (former === undefined || former.webhookId !== params.webhookId)
        throw problem('api-not-found', { what: 'delivery' });
      await enqueueDelivery(tx, services.service, scope, former.webhookId, former.id);
      return tx.webhooks.setDelivery(scope, former.id, { state: 'waiting', nextAttemptAt: services.now() });
    });
    if (row === undefined) throw problem('api-not-found', { what: 'delivery' });
    services.waker.wake();
    return deliveryDocument(row);
  },
};

function newSecret(): string {
  return `whsec_${randomBytes(24).toString('base64url')}`;
}

/** At once for what is known now; names are looked up again at every delivery. */
async function refusePrivate(services: Services, url: string): Promise<void> {
  if (services.settings.privateAddresses) return;
  const { hostname, username, password } = new URL(url);
  const isPublic = username === '' && password === '' && (await addressesOf(hostname)).length > 0;
  if (!isPublic) throw problem('api-address-refused', { address: hostname });
}

function document({ id, url, events, description, enabled, createdAt }: Row): Webhook {
  return { id, url, events, description, enabled, createdAt: createdAt.toISOString(), lastDelivery: null };
}

function deliveryDocument(row: DeliveryRow): Delivery {
  const { id, event, state, attempts, status, error } = row;
  return {
    id,
    event,
    state,
    attempts,
    status,
    error,
    createdAt: row.createdAt.toISOString(),
    lastAttemptAt: iso(row.lastAttemptAt),
    nextAttemptAt: iso(row.nextAttemptAt),
  };
}
