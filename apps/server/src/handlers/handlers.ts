import type { Handlers } from '../http/route-handler.js';
import { authHandlers } from './auth.js';
import { connectionHandlers } from './connections.js';
import { keyHandlers } from './keys.js';
import { memberHandlers } from './members.js';
import { migrationHandlers } from './migrations.js';
import { billingHandlers, usageHandlers } from './money.js';
import { organisationHandlers } from './organisation.js';
import { projectHandlers } from './projects.js';
import { webhookHandlers } from './webhooks.js';

/** One for every operation of the contracts: a missing one does not compile. */
export const handlers: Handlers = {
  ...authHandlers,
  ...migrationHandlers,
  ...organisationHandlers,
  ...projectHandlers,
  ...connectionHandlers,
  ...memberHandlers,
  ...keyHandlers,
  ...usageHandlers,
  ...billingHandlers,
  ...webhookHandlers,
};
