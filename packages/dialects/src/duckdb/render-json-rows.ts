import type { Rel } from '@datamigrate/relational';
import { type Doc, hardLine, indent, join } from '../layout/doc.js';
import { call, castTo, text } from '../sql/sql.js';
import { identifier } from './identifier.js';
import type { Renderer } from './rendered.js';

/** What stands before a number that has become a text; see tsql_json_spelled. */
const NUMBER = "json_extract_string(value, '$')[1] = chr(1)";

/** Types of json_each, and the numbers that OPENJSON has for them. */
const TYPES = `case when type = 'VARCHAR' and ${NUMBER} then 2 else case type when 'NULL' then 0 when 'VARCHAR' then 1 when 'BOOLEAN' then 3 when 'ARRAY' then 4 when 'OBJECT' then 5 end end`;
const LOST = "error('How this part is written in the JSON text is not known to DuckDB')";
const UNMARKED = `regexp_replace(cast(value as varchar), '"\\\\u0001#([^"]*)"', '\\1', 'g')`;

/** OPENJSON in FROM. */
export function jsonRowsDoc(renderer: Renderer, { of, json, path, columns, alias, exact }: Rel.RelJsonRows): Doc {
  const root = renderer.macro('tsql_json_root', [renderer.value(json)]);
  const spelled = renderer.macro('tsql_json_spelled', [root]);
  const names = columns.map(({ name }) => identifier(name));
  if (of === 'elements') {
    const at = path === '$' ? root : castTo('varchar', call('json_extract', spelled, text(path)));
    const settings: Readonly<Record<string, string>> = exact === true ? { exact: 'yes' } : {};
    const elements = call('unnest', renderer.macro('tsql_json_elements', [at], settings));
    return ['lateral (select ', elements.doc, ` as ${names[0] ?? 'value'}) as ${identifier(alias)}`];
  }
  const [key = 'key', value = 'value', type = 'type'] = names;
  const written: Doc[] = [
    "case when type = 'VARCHAR' then regexp_replace(json_extract_string(value, '$'), '^\\x01#', '')",
    [`when type in ('ARRAY', 'OBJECT') and strpos(`, root.doc, `, ${UNMARKED}) = 0 then ${LOST}`],
    `when type <> 'NULL' then ${UNMARKED} end as ${value},`,
  ];
  const lines: Doc[] = [
    `select key as ${key},`,
    ...written,
    `cast(${TYPES} as utinyint) as ${type}`,
    ['from ', call('json_each', spelled, ...(path === '$' ? [] : [text(path)])).doc],
    'where key is not null',
  ];
  return ['lateral (', indent(hardLine, join(hardLine, lines)), hardLine, `) as ${identifier(alias)}`];
}
