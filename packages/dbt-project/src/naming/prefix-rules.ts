import { tableByName } from '@datamigrate/foundation';
import { snakeCase } from './snake-case.js';

export type NamedObjectKind = 'table' | 'view' | 'procedure' | 'function';

interface PrefixRule {
  readonly kind: NamedObjectKind;
  /** What of the name only says of which kind the object is. */
  readonly prefix: RegExp;
}

/** Hungarian prefixes: dbt says by folder and layer what they said by name. */
export const PREFIX_RULES: readonly PrefixRule[] = [
  { kind: 'table', prefix: /^tbl_/i },
  { kind: 'table', prefix: /^tbl(?=\p{Lu})/u },
  { kind: 'view', prefix: /^(?:view|vw|v)_/i },
  { kind: 'view', prefix: /^(?:vw|v)(?=\p{Lu})/u },
  { kind: 'procedure', prefix: /^(?:usp|sp|proc|prc|pr|p)_/i },
  { kind: 'procedure', prefix: /^(?:usp|sp|proc|prc)(?=\p{Lu})/u },
  { kind: 'function', prefix: /^(?:ufn|udf|tvf|svf|fn|f)_/i },
  { kind: 'function', prefix: /^(?:ufn|udf|tvf|svf|fn)(?=\p{Lu})/u },
];

/** Words that mark a table of a star schema, at either end of its name, and dbt's prefix for them. */
export const STAR_SCHEMA_WORDS = tableByName<'dim' | 'fct'>({
  dim: 'dim',
  dimension: 'dim',
  fact: 'fct',
  fct: 'fct',
});

/** The name of an object in snake_case without a prefix that tells its kind: `vSalesByMonth` -> `sales_by_month`. */
export function objectName(name: string, kind: NamedObjectKind): string {
  const rule = PREFIX_RULES.find((candidate) => candidate.kind === kind && candidate.prefix.test(name));
  const rest = rule === undefined ? name : name.replace(rule.prefix, '');
  return snakeCase(/[\p{L}\p{N}]/u.test(rest) ? rest : name);
}

/** Words of names that say that a table is a step on the way, not a result. */
const STEP_WORDS: ReadonlySet<string> = new Set(
  'staging stage staged stg work wrk tmp temp temporary interim'.split(' '),
);

/** Whether a table is a step of a load by its own name: `Movement_Staging`, `tmpOrders`. */
export const isCalledStep = (name: string): boolean =>
  objectName(name, 'table')
    .split('_')
    .some((word) => STEP_WORDS.has(word));

/** Schemas that say of every table in them what it is: `Fact.[Stock Holding]`. */
const STAR_SCHEMAS = tableByName<'dim' | 'fct'>({
  ...Object.fromEntries(STAR_SCHEMA_WORDS),
  dims: 'dim',
  dimensions: 'dim',
  facts: 'fct',
});

/**
 * The name of a model that holds an object: `FactSales` -> `fct_sales`, `CustomerDim` -> `dim_customer`, and where only
 * the schema says it, `Dimension.Customer` -> `dim_customer`.
 */
export function modelName(name: string, kind: NamedObjectKind, schema = ''): string {
  const words = objectName(name, kind).split('_');
  const [first = '', last = ''] = [words[0], words.at(-1)];
  if (words.length > 1) {
    const [before, behind] = [STAR_SCHEMA_WORDS.get(first), STAR_SCHEMA_WORDS.get(last)];
    if (before !== undefined) return [before, ...words.slice(1)].join('_');
    if (behind !== undefined) return [behind, ...words.slice(0, -1)].join('_');
  }
  const star = kind === 'table' || kind === 'view' ? STAR_SCHEMAS.get(snakeCase(schema)) : undefined;
  return (star === undefined ? words : [star, ...words]).join('_');
}

/** `stg_<source>__<table>`. */
export function stagingName(source: string, table: string): string {
  return `stg_${snakeCase(source)}__${objectName(table, 'table')}`;
}
