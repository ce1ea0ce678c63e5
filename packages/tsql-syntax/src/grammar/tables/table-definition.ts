import type { Parser } from '../../parser/parser.js';
import type { NodeOf } from '../rule.js';
import { checked, either, list, parenthesized } from '../rules.js';
import { columnDefinition, inlineIndex, periodDefinition } from './columns.js';
import { tableConstraint } from './constraints.js';

/** A member of a table: constraints and indexes are known by their first word, what is left is a column. */
export const tableElement = either(tableConstraint, inlineIndex, periodDefinition, columnDefinition);

/** `(column, constraint, …)`; SQL Server forgives a comma behind the last one and a missing one before a constraint. */
export const tableElements = checked(parenthesized(list(tableElement, { trailingComma: true })), checkPeriod);

/** SYSTEM_TIME runs between the columns that are generated as its ends. */
export function checkPeriod(p: Parser, elements: readonly NodeOf<typeof tableElement>[]): void {
  const period = elements.find((element) => element.kind === 'PeriodDefinition');
  if (!period) return;
  for (const [name, end] of [
    [period.from, 'ROW START'],
    [period.to, 'ROW END'],
  ] as const) {
    const column = elements.find(
      (element) =>
        element.kind === 'ColumnDefinition' &&
        element.elements?.some((part) => part.kind === 'ColumnGenerated' && part.as === end),
    );
    if (column?.kind === 'ColumnDefinition' && column.name.name.toUpperCase() === name.name.toUpperCase()) continue;
    p.report(`A column with GENERATED ALWAYS AS ${end} must have the name that PERIOD FOR SYSTEM_TIME gives.`, name);
  }
}
