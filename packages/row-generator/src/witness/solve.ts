import { isCharacter, isNumeric, type SqlType } from '@datamigrate/catalog';
import { MIRRORED } from '../modules/comparison-operators.js';
import { defaultValues } from '../values/default-values.js';
import { distinctValue } from '../values/distinct-value.js';
import { step } from '../values/neighbours.js';
import type { Cell, Comparison, Demand } from './demand.js';

/** How far apart values stand of which one is greater: by turns a step, months, years; ones, thousands. */
const DAYS_APART = [1, 200, 800];
const NUMBERS_APART = [1, 1000, 50];
const DAY = 86_400_000;

/** Gives values to the cells that are compared: those that something is known of first, then one after the other. */
export function solveComparisons(demand: Demand, turn: number): void {
  let open = [...demand.comparisons];
  while (open.length > 0 && !demand.impossible) {
    const left: Comparison[] = [];
    for (const comparison of open) if (!settle(demand, comparison, turn)) left.push(comparison);
    if (left.length === open.length) {
      const [first] = left;
      if (!first) return;
      const from = demand.typeOf(first.left);
      const value = middleOf(from, turn);
      if (value === undefined) return;
      demand.fix(first.left, value);
    }
    open = left;
  }
}

/** True when nothing is left to do about a comparison. */
function settle(demand: Demand, { left, operator, right }: Comparison, turn: number): boolean {
  const known = demand.valueOf(left);
  const other = right.kind === 'value' ? right.value : demand.valueOf(right.cell);
  if (known === undefined && other === undefined) return false;
  if (typeof other === 'string' && known === undefined) {
    const near = right.kind === 'value';
    place(demand, left, operator, other, near ? 0 : turn);
  } else if (typeof known === 'string' && right.kind === 'cell' && other === undefined)
    place(demand, right.cell, MIRRORED[operator], known, turn);
  return true;
}

function place(demand: Demand, cell: Cell, operator: Comparison['operator'], from: string, turn: number): void {
  const type = demand.typeOf(cell);
  const value = beside(from, type, operator, turn);
  if (value !== undefined) demand.fix(cell, value);
}

function beside(from: string, type: SqlType, operator: Comparison['operator'], turn: number): string | undefined {
  if (operator === '=' || (operator.endsWith('=') && turn % 2 === 0)) return from;
  const by = operator.startsWith('<') && operator !== '<>' ? -1 : 1;
  const moment = /^\d{4}-\d\d-\d\d/.test(from) ? Date.parse(from.slice(0, 10)) : Number.NaN;
  if (!Number.isNaN(moment)) {
    const day = new Date(moment + by * DAY * (DAYS_APART[turn % DAYS_APART.length] ?? 1)).toISOString().slice(0, 10);
    return `${day}${from.slice(10)}`;
  }
  if (isNumeric(type) && /^-?\d+(\.\d+)?$/.test(from))
    return String(Number(from) + by * (NUMBERS_APART[turn % NUMBERS_APART.length] ?? 1));
  return isCharacter(type) ? (step(from, type, 1) ?? undefined) : step(from, type, by);
}

/** A value with room on both sides. */
function middleOf(type: SqlType, turn: number): string | undefined {
  if (type.name === 'date' || type.name.includes('date')) return `${2010 + turn}-06-15`;
  if (isNumeric(type)) return String(20 + turn);
  return defaultValues(type)[turn % Math.max(1, defaultValues(type).length)] ?? distinctValue(type, turn);
}
