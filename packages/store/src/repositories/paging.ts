import type { Page } from '@datamigrate/contracts';
import { and, gt, lt, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/** A cursor that is not one of the list at hand. */
export class CursorInvalidError extends Error {
  override name = 'CursorInvalidError';
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Order {
  readonly by: PgColumn;
  readonly id: PgColumn;
  readonly direction: 'ascending' | 'descending';
}

type Value = string | number;

/** The value and the id that the cursor names. */
export function placeOf(order: Order, cursor: string | undefined): readonly [Value, string] | undefined {
  return cursor === undefined ? undefined : decoded(order, cursor);
}

/** The rows behind the cursor, in an order without ties: the id decides last. */
export function behind(order: Order, cursor: string | undefined): SQL | undefined {
  const place = placeOf(order, cursor);
  if (place === undefined) return undefined;
  const [value, id] = place;
  const beyond = order.direction === 'ascending' ? gt : lt;
  const bound = order.by.dataType === 'date' ? sql`${String(value)}::timestamptz` : value;
  return or(beyond(order.by, bound), and(sql`${order.by} = ${bound}`, beyond(order.id, id)));
}

export function orderBy({ by, id, direction }: Order): [SQL, SQL] {
  return direction === 'ascending' ? [sql`${by} ASC`, sql`${id} ASC`] : [sql`${by} DESC`, sql`${id} DESC`];
}

/** Of one row more than was asked for: the page and where it goes on. */
export function pageFrom<T>(
  rows: readonly T[],
  limit: number,
  key: (row: T) => readonly [Date | Value, string],
): Page<T> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  if (rows.length <= limit || last === undefined) return { data, nextCursor: null, hasMore: false };
  const [value, id] = key(last);
  const text = JSON.stringify([value instanceof Date ? value.toISOString() : value, id]);
  return { data, nextCursor: Buffer.from(text).toString('base64url'), hasMore: true };
}

function decoded(order: Order, cursor: string): [Value, string] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(value) && value.length === 2) {
      const [by, id] = value as unknown[];
      const fits =
        order.by.dataType === 'number' ? Number.isSafeInteger(by) : typeof by === 'string' && !by.includes('\0');
      const isTime = order.by.dataType !== 'date' || /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(String(by));
      if (fits && isTime && typeof id === 'string' && id.length < 400 && !id.includes('\0')) return [by as Value, id];
    }
  } catch {
    // Falls through: one answer for all that is wrong.
  }
  throw new CursorInvalidError('the cursor is not one of this list');
}

/** Text for LIKE, in which nothing but the text itself matches. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, (found) => `\\${found}`)}%`;
}
