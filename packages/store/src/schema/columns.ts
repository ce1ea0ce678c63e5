import { bigint, text, timestamp } from 'drizzle-orm/pg-core';

/** Columns that many tables have. */
export const id = () => text('id').primaryKey();
export const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
export const createdAt = () => time('created_at').notNull().defaultNow();
export const updatedAt = () => time('updated_at').notNull().defaultNow();
export const big = (name: string) => bigint(name, { mode: 'number' });
