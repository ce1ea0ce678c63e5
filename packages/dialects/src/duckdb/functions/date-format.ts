import type { Rel } from '@datamigrate/relational';
import { call, text } from '../../sql/sql.js';
import { duck } from '../duck-type.js';
import { type Rendered, type Renderer, rendered } from '../rendered.js';
import { constantText, noFunction } from './function-rendering.js';

/** Parts of .NET's custom date patterns in us_english, and the same in strftime. */
const PARTS: { readonly [part: string]: string } = {
  yyyy: '%Y',
  yy: '%y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  M: '%-m',
  dddd: '%A',
  ddd: '%a',
  dd: '%d',
  d: '%-d',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  m: '%-M',
  ss: '%S',
  s: '%-S',
  fff: '%g',
  ffffff: '%f',
  tt: '%p',
};

/** FORMAT of a date or moment with a constant pattern of such parts. One letter alone is a standard format in .NET. */
export function renderFormat(renderer: Renderer, node: Rel.RelCall, [value]: readonly Rendered[]): Rendered {
  const pattern = constantText(node, 1);
  const culture = node.arguments.length > 2 ? constantText(node, 2) : 'en-US';
  const type = node.arguments[0]?.type.name;
  const moment = type === 'date' || type === 'datetime' || type === 'smalldatetime' || type === 'datetime2';
  const format = pattern === undefined || pattern.length < 2 ? undefined : strftimeOf(pattern);
  if (!value || !moment || format === undefined || culture?.toLowerCase() !== 'en-us') {
    return noFunction(renderer, node, 'with this pattern');
  }
  return rendered(call('strftime', value, text(format)), duck('varchar'));
}

function strftimeOf(pattern: string): string | undefined {
  let format = '';
  for (const piece of pattern.match(/([a-zA-Z])\1*|'[^']*'|[^a-zA-Z']+|'/g) ?? []) {
    if (/^[a-zA-Z]/.test(piece)) {
      const part = PARTS[piece];
      if (part === undefined) return undefined;
      format += part;
    } else if (/^'.*'$/.test(piece) && piece.length > 1) format += piece.slice(1, -1).replaceAll('%', '%%');
    else if (/^[-/:., ]+$/.test(piece)) format += piece;
    else return undefined;
  }
  return format;
}
