import type { RouteMeta } from 'vue-router';

export interface Visitor {
  readonly signedIn: boolean;
}

export type Passage = { readonly go: true } | { readonly go: false; readonly to: string };

/** Where a visitor may go. What a role may not see is shown as such by the layout, not hidden behind a redirect. */
export function passage(target: { meta: RouteMeta; fullPath: string; next: unknown }, visitor: Visitor): Passage {
  if (target.meta.layout === 'app' && !visitor.signedIn) {
    return { go: false, to: `/sign-in?next=${encodeURIComponent(target.fullPath)}` };
  }
  if (target.meta.guestsOnly && visitor.signedIn) return { go: false, to: safeNext(target.next) };
  return { go: true };
}

/** Only a path of this app; never an address that leads elsewhere. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/dashboard';
}
