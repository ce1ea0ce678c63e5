import { either, list, parenthesized } from '../rules.js';
import { columnDefinition, inlineIndex, periodDefinition } from './columns.js';
import { tableConstraint } from './constraints.js';

/** A member of a table: constraints and indexes are known by their first word, what is left is a column. */
export const tableElement = either(tableConstraint, inlineIndex, periodDefinition, columnDefinition);

/** `(column, constraint, …)`; SQL Server forgives a comma behind the last one and a missing one before a constraint. */
export const tableElements = parenthesized(list(tableElement, { trailingComma: true }));
