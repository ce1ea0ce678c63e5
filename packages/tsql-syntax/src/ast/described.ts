import type { NodeOf } from '../grammar/rule.js';
import type { columnDefinition, inlineIndex } from '../grammar/tables/columns.js';
import type {
  checkConstraint,
  defaultConstraint,
  foreignKeyConstraint,
  keyColumn,
  uniqueConstraint,
} from '../grammar/tables/constraints.js';
import type { tableElement } from '../grammar/tables/table-definition.js';
import type { Statement } from './statement.js';

/** Nodes of described statements that later stages read, under names of their own. */
export type TableElement = NodeOf<typeof tableElement>;
export type ColumnDefinition = NodeOf<typeof columnDefinition>;
export type ColumnElement = NonNullable<ColumnDefinition['elements']>[number];
export type InlineIndex = NodeOf<typeof inlineIndex>;
export type UniqueConstraint = NodeOf<typeof uniqueConstraint>;
export type ForeignKeyConstraint = NodeOf<typeof foreignKeyConstraint>;
export type CheckConstraint = NodeOf<typeof checkConstraint>;
export type DefaultConstraint = NodeOf<typeof defaultConstraint>;
export type KeyColumn = NodeOf<typeof keyColumn>;

/** A statement by its kind: `StatementOf<'CreateTable'>`. */
export type StatementOf<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>;
