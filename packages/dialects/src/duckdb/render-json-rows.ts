import type { Rel } from '@datamigrate/relational';
import { type Doc, hardLine, indent, join } from '../layout/doc.js';
import { call, castTo, text } from '../sql/sql.js';
import { identifier } from './identifier.js';
import type { Renderer } from './rendered.js';

/** Types of json_each, and the numbers that OPENJSON has for them. */
const TYPES =
  "case type when 'NULL' then 0 when 'VARCHAR' then 1 when 'BOOLEAN' then 3 when 'ARRAY' then 4 when 'OBJECT' then 5 else 2 end";
const LOST = "error('How this part is written in the JSON text is not known to DuckDB')";

/** OPENJSON in FROM. */
export function jsonRowsDoc(renderer: Renderer, { of, json, path, columns, alias }: Rel.RelJsonRows): Doc {
  const root = renderer.macro('tsql_json_root', [renderer.value(json)]);
  const at = path === '$' ? root : call('json_extract', root, text(path));
  const names = columns.map(({ name }) => identifier(name));
  if (of === 'elements') {
    const elements = call('unnest', renderer.macro('tsql_json_elements', [at]));
    return ['lateral (select ', castTo('varchar', elements).doc, ` as ${names[0] ?? 'value'}) as ${identifier(alias)}`];
  }
  const [key = 'key', value = 'value', type = 'type'] = names;
  const written: Doc[] = [
    "case when type = 'VARCHAR' then json_extract_string(value, '$')",
    [
      "when type = 'DOUBLE' or (type in ('ARRAY', 'OBJECT') and strpos(",
      root.doc,
      `, cast(value as varchar)) = 0) then ${LOST}`,
    ],
    `when type <> 'NULL' then cast(value as varchar) end as ${value},`,
  ];
  const lines: Doc[] = [
    `select key as ${key},`,
    ...written,
    `cast(${TYPES} as utinyint) as ${type}`,
    ['from ', call('json_each', root, ...(path === '$' ? [] : [text(path)])).doc],
    'where key is not null',
  ];
  return ['lateral (', indent(hardLine, join(hardLine, lines)), hardLine, `) as ${identifier(alias)}`];
}
