import type { SqlType } from '@datamigrate/catalog';
import { atom, call, text } from '../sql/sql.js';
import { duck } from './duck-type.js';
import { type Rendered, rendered } from './rendered.js';

export type TextType = Extract<SqlType, { readonly name: 'char' | 'varchar' | 'nchar' | 'nvarchar' }>;

export const lengthOf = (type: SqlType): number | 'max' => ('length' in type ? type.length : 'max');

/** varchar(n) cuts, char(n) cuts and pads. */
export function fitText(value: Rendered, length: number | 'max', target: TextType): Rendered {
  if (target.length === 'max') return value;
  const room = atom(String(target.length));
  const fits = length !== 'max' && length <= target.length;
  const cut = fits ? value : rendered(call('left', value, room), duck('varchar'));
  if (target.name !== 'char' && target.name !== 'nchar') return cut;
  return length === target.length && fits && isFixed(value)
    ? cut
    : rendered(call('rpad', cut, room, text(' ')), duck('varchar'));
}

/** Whether the text always has its full length: those of dates have. */
function isFixed(value: Rendered): boolean {
  return JSON.stringify(value.doc).includes('"strftime("');
}
