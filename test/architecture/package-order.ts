/** The packages from the bottom up. A package may import those in lines above its own, none beside it. */
export const PACKAGE_ORDER: readonly (readonly string[])[] = [
  ['foundation'],
  ['diagnostics', 'contracts'],
  ['catalog'],
  ['tsql-syntax'],
  ['tsql-binder'],
  ['tsql-engine', 'procedure-analysis'],
  ['relational', 'row-generator'],
  ['dialects'],
  ['dbt-project'],
  ['sources', 'landing', 'dbt-runner', 'tds', 'store'],
  ['validation'],
  ['agents'],
];

/** Plain TypeScript: what they return depends on what they are given, on any computer, on any day. */
export const PURE_PACKAGES: readonly string[] = [
  'foundation',
  'diagnostics',
  'contracts',
  'catalog',
  'tsql-syntax',
  'tsql-binder',
  'tsql-engine',
  'procedure-analysis',
  'row-generator',
  'relational',
  'dialects',
  'dbt-project',
];

/** The reference engine is the second opinion on what the SQL of a target returns: neither may know the other. */
export const STRANGERS: readonly (readonly [string, string])[] = [
  ['dialects', 'tsql-engine'],
  ['tsql-engine', 'dialects'],
];

/** How far up a package stands; those of one line stand equally high. */
export function levelOf(name: string): number {
  return PACKAGE_ORDER.findIndex((line) => line.includes(name));
}
