import type { apiRoutes, OperationId } from '@datamigrate/contracts';

type Tagged<T extends string> = {
  [N in OperationId]: (typeof apiRoutes)[N]['tag'] extends T ? N : never;
}[OperationId];

/** Operations by what they are about: one file of handlers each. */
export type AuthOperation = Tagged<'auth'>;
export type MigrationOperation = Tagged<'migrations'>;
export type OrganisationOperation = Tagged<'organisation'>;
export type ProjectOperation = Tagged<'projects'>;
export type ConnectionOperation = Tagged<'connections'>;
export type MemberOperation = Tagged<'members'>;
export type KeyOperation = Tagged<'keys'>;
export type UsageOperation = Tagged<'usage'>;
export type BillingOperation = Tagged<'billing'>;
export type WebhookOperation = Tagged<'webhooks'>;
