// Types of SQL Server, as the conformance cases write them, and the types of DuckDB that hold their values.
import { resolveBuiltInType } from '@datamigrate/catalog';
import { duckTypeOf, duckTypeText } from '@datamigrate/dialects';

/** The DuckDB type for a column of a case, as DuckDB spells it; undefined where there is none. */
export function duckdbTypeOf(text) {
  const [, name = '', list = ''] = /^([^(]+)(?:\((.*)\))?$/.exec(text.trim()) ?? [];
  const parameters = list
    .split(',')
    .filter((each) => each.trim() !== '')
    .map((each) => (each.trim() === 'max' ? 'max' : Number(each)));
  const resolved = resolveBuiltInType({ name: name.trim(), parameters }, 'declaration');
  const type = resolved?.ok ? duckTypeOf(resolved.value) : undefined;
  return type && duckTypeText(type).replace(', ', ',');
}
