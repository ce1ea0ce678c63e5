import type { Scope } from '@datamigrate/contracts';
import type { RouteRecordRaw } from 'vue-router';

declare module 'vue-router' {
  interface RouteMeta {
    /** app: with sidebar, for the signed-in. plain: without. either: as the visitor is. */
    layout?: 'app' | 'plain' | 'either';
    scope?: Scope;
    /** Only for those who are not signed in. */
    guestsOnly?: boolean;
  }
}

const plain = { layout: 'plain' } as const;
const guests = { layout: 'plain', guestsOnly: true } as const;
const app = (scope?: Scope) => ({ layout: 'app' as const, ...(scope && { scope }) });

export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'landing', component: () => import('../pages/landing/landing-page.vue'), meta: guests },
  { path: '/sign-in', name: 'sign-in', component: () => import('../pages/auth/sign-in-page.vue'), meta: guests },
  { path: '/sign-up', name: 'sign-up', component: () => import('../pages/auth/sign-up-page.vue'), meta: guests },
  { path: '/forgot-password', component: () => import('../pages/auth/forgot-page.vue'), meta: guests },
  { path: '/reset-password', component: () => import('../pages/auth/reset-page.vue'), meta: plain },
  { path: '/verify-email', component: () => import('../pages/auth/verify-page.vue'), meta: plain },
  { path: '/setup', component: () => import('../pages/auth/setup-page.vue'), meta: plain },
  { path: '/invitation', component: () => import('../pages/auth/invitation-page.vue'), meta: plain },

  {
    path: '/dashboard',
    name: 'dashboard',
    component: () => import('../pages/home/dashboard-page.vue'),
    meta: app('migrations:read'),
  },
  {
    path: '/migrations',
    name: 'migrations',
    component: () => import('../pages/migrations/migrations-page.vue'),
    meta: app('migrations:read'),
  },
  {
    path: '/migrations/new',
    name: 'new-migration',
    component: () => import('../pages/migrations/new-migration-page.vue'),
    meta: app('migrations:write'),
  },
  {
    path: '/migrations/:migrationId',
    component: () => import('../pages/migration/migration-page.vue'),
    props: true,
    meta: app('migrations:read'),
    children: [
      { path: '', name: 'migration', component: () => import('../pages/migration/overview-tab.vue') },
      { path: 'objects', name: 'migration-objects', component: () => import('../pages/migration/objects-tab.vue') },
      { path: 'lineage', name: 'migration-lineage', component: () => import('../pages/migration/lineage-tab.vue') },
      { path: 'files', name: 'migration-files', component: () => import('../pages/migration/files-tab.vue') },
      { path: 'plan', name: 'migration-plan', component: () => import('../pages/migration/plan-tab.vue') },
      { path: 'log', name: 'migration-log', component: () => import('../pages/migration/log-tab.vue') },
    ],
  },
  {
    // The slash at the end: names of objects hold dots, and servers take the end of such a path for a file.
    path: '/migrations/:migrationId/objects/:object/',
    name: 'object',
    component: () => import('../pages/object/object-page.vue'),
    props: true,
    meta: app('migrations:read'),
  },

  {
    path: '/projects',
    name: 'projects',
    component: () => import('../pages/organisation/projects-page.vue'),
    meta: app('projects:read'),
  },
  {
    path: '/connections',
    name: 'connections',
    component: () => import('../pages/organisation/connections-page.vue'),
    meta: app('connections:read'),
  },
  {
    path: '/members',
    name: 'members',
    component: () => import('../pages/organisation/members-page.vue'),
    meta: app('members:read'),
  },
  {
    path: '/settings',
    name: 'settings',
    component: () => import('../pages/organisation/settings-page.vue'),
    meta: app('organisation:write'),
  },
  {
    path: '/audit',
    name: 'audit',
    component: () => import('../pages/organisation/audit-page.vue'),
    meta: app('audit:read'),
  },
  { path: '/account', name: 'account', component: () => import('../pages/account/account-page.vue'), meta: app() },
  {
    path: '/api-keys',
    name: 'api-keys',
    component: () => import('../pages/access/keys-page.vue'),
    meta: app('keys:read'),
  },
  { path: '/usage', name: 'usage', component: () => import('../pages/money/usage-page.vue'), meta: app('usage:read') },
  {
    path: '/billing',
    name: 'billing',
    component: () => import('../pages/money/billing-page.vue'),
    meta: app('billing:read'),
  },
  {
    path: '/billing/invoices/:invoiceId',
    name: 'invoice',
    component: () => import('../pages/money/invoice-page.vue'),
    props: true,
    meta: app('billing:read'),
  },
  {
    path: '/webhooks',
    name: 'webhooks',
    component: () => import('../pages/webhooks/webhooks-page.vue'),
    meta: app('webhooks:read'),
  },
  {
    path: '/webhooks/:webhookId',
    name: 'webhook',
    component: () => import('../pages/webhooks/webhook-page.vue'),
    props: true,
    meta: app('webhooks:read'),
  },

  {
    path: '/help/issues',
    name: 'issues',
    component: () => import('../pages/help/issues-page.vue'),
    meta: { layout: 'either' },
  },
  {
    path: '/help/issues/:code',
    name: 'issue',
    component: () => import('../pages/help/issue-page.vue'),
    props: true,
    meta: { layout: 'either' },
  },
  {
    path: '/:rest(.*)*',
    name: 'missing',
    component: () => import('../pages/missing-page.vue'),
    meta: { layout: 'either' },
  },
];
