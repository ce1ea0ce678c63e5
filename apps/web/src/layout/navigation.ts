import type { Scope } from '@datamigrate/contracts';
import {
  ArrowLeftRight,
  ChartColumn,
  CirclePause,
  Database,
  FolderKanban,
  KeyRound,
  LayoutDashboard,
  ReceiptText,
  ScrollText,
  Settings,
  Users,
  Webhook,
} from 'lucide-vue-next';
import type { Component } from 'vue';
import { t } from '../texts/index.js';

export interface Destination {
  readonly name: string;
  readonly to: string;
  readonly icon: Component;
  readonly scope: Scope;
  /** Paths below it that belong to it. */
  readonly covers?: RegExp;
}

const { nav } = t.shell;

export const NAVIGATION: readonly { readonly title: string; readonly destinations: readonly Destination[] }[] = [
  {
    title: nav.work,
    destinations: [
      { name: nav.dashboard, to: '/dashboard', icon: LayoutDashboard, scope: 'migrations:read' },
      {
        name: nav.migrations,
        to: '/migrations',
        icon: ArrowLeftRight,
        scope: 'migrations:read',
        covers: /^\/migrations/,
      },
      { name: nav.review, to: '/migrations?state=waiting', icon: CirclePause, scope: 'migrations:read' },
    ],
  },
  {
    title: nav.workspace,
    destinations: [
      { name: nav.projects, to: '/projects', icon: FolderKanban, scope: 'projects:read' },
      { name: nav.connections, to: '/connections', icon: Database, scope: 'connections:read' },
    ],
  },
  {
    title: nav.organisation,
    destinations: [
      { name: nav.members, to: '/members', icon: Users, scope: 'members:read' },
      { name: nav.keys, to: '/api-keys', icon: KeyRound, scope: 'keys:read' },
      { name: nav.webhooks, to: '/webhooks', icon: Webhook, scope: 'webhooks:read', covers: /^\/webhooks/ },
      { name: nav.usage, to: '/usage', icon: ChartColumn, scope: 'usage:read' },
      { name: nav.billing, to: '/billing', icon: ReceiptText, scope: 'billing:read', covers: /^\/billing/ },
      { name: nav.audit, to: '/audit', icon: ScrollText, scope: 'audit:read' },
      { name: nav.settings, to: '/settings', icon: Settings, scope: 'organisation:write' },
    ],
  },
];
