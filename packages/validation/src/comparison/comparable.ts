import type { SqlType } from '@datamigrate/catalog';
import { duckdbType } from '@datamigrate/landing';

/** How a column of both sides is brought to one type in which equal means the same value. */
export interface Comparable {
  /** SQL around a column. */
  readonly expected: (column: string) => string;
  readonly actual: (column: string) => string;
  /** Set when the kinds of type differ, so that values went through a conversion. */
  readonly converted?: true;
  /** What a tolerance means for the values; nothing when absent. */
  readonly measure?: 'number' | 'time';
}

type Kind = 'exact' | 'float' | 'boolean' | 'text' | 'time' | 'uuid' | 'blob' | 'other';

interface TargetType {
  readonly kind: Kind;
  /** Of exact numbers: digits before and after the point. */
  readonly whole: number;
  readonly scale: number;
}

const DIGITS: Readonly<Record<string, number>> = {
  tinyint: 3,
  smallint: 5,
  integer: 10,
  bigint: 19,
  hugeint: 39,
  utinyint: 3,
  usmallint: 5,
  uinteger: 10,
  ubigint: 20,
  uhugeint: 39,
};
const KINDS: Readonly<Record<string, Kind>> = {
  double: 'float',
  float: 'float',
  real: 'float',
  boolean: 'boolean',
  varchar: 'text',
  date: 'time',
  time: 'time',
  timestamp: 'time',
  uuid: 'uuid',
  blob: 'blob',
};

function describe(type: string): TargetType {
  const name = type.toLowerCase();
  const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(name);
  if (decimal !== null) {
    const scale = Number(decimal[2]);
    return { kind: 'exact', whole: Number(decimal[1]) - scale, scale };
  }
  const digits = DIGITS[name];
  if (digits !== undefined) return { kind: 'exact', whole: digits, scale: 0 };
  return { kind: KINDS[name] ?? 'other', whole: name === 'boolean' ? 1 : 0, scale: 0 };
}

/** Undefined when the type of the source cannot be loaded. */
export function comparable(source: SqlType, targetType: string): Comparable | undefined {
  const landed = duckdbType(source);
  return landed === undefined
    ? undefined
    : formsOf(describe(landed), describe(targetType), landed, targetType.toLowerCase());
}

/** The same for two types of DuckDB. */
export function comparableTypes(left: string, right: string): Comparable {
  return formsOf(describe(left), describe(right), left.toLowerCase(), right.toLowerCase());
}

const same = (column: string): string => column;
const as =
  (type: string) =>
  (column: string): string =>
    `cast(${column} as ${type})`;
const both = (form: (column: string) => string, more: Partial<Comparable> = {}): Comparable => ({
  expected: form,
  actual: form,
  ...more,
});

function formsOf(from: TargetType, to: TargetType, landed: string, target: string): Comparable {
  if (from.kind === 'time' && to.kind === 'time') {
    if (landed === target) return both(same, { measure: 'time' });
    const timesOfDay = landed === 'time' || target === 'time';
    return timesOfDay ? both(as('varchar'), { converted: true }) : both(as('timestamp'), { measure: 'time' });
  }
  if (isNumber(from) && isNumber(to)) return { ...numberForms(from, to), measure: 'number' };
  if (landed === target) return both(same);
  if (from.kind === 'uuid') return both((column) => `upper(cast(${column} as varchar))`, { converted: true });
  return both(as('varchar'), { converted: true });
}

function isNumber({ kind }: TargetType): boolean {
  return kind === 'exact' || kind === 'float' || kind === 'boolean';
}

function numberForms(from: TargetType, to: TargetType): Comparable {
  if (from.kind === 'float' && to.kind === 'float') return both(as('double'));
  // A double holds no decimal fraction exactly.
  if (from.kind === 'float' || to.kind === 'float') return both(as('double'), { converted: true });
  if (from.kind === 'boolean' && to.kind === 'boolean') return both(same);
  const [whole, scale] = [Math.max(from.whole, to.whole), Math.max(from.scale, to.scale)];
  return both(whole + scale <= 38 ? as(`decimal(${whole + scale},${scale})`) : plainNumber);
}

/** The digits of a number without the zeros behind them: numbers too wide for any decimal type. */
function plainNumber(column: string): string {
  return `regexp_replace(regexp_replace(cast(${column} as varchar), '(\\.\\d*?)0+$', '\\1'), '\\.$', '')`;
}
