import type { Atomic } from './xquery-tree.js';

/** A value as text. */
export function atomicText({ value }: Atomic): string {
  if (typeof value !== 'number') return String(value);
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF';
  return String(value).replace(/e\+?/, 'E');
}
