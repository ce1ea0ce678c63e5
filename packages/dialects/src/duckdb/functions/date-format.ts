import { typeText } from '@datamigrate/catalog';
import type { Rel } from '@datamigrate/relational';
import { call, text } from '../../sql/sql.js';
import { duck } from '../duck-type.js';
import { type Rendered, type Renderer, rendered } from '../rendered.js';
import { constantText, noFunction } from './function-rendering.js';
import { isFormattedExactly, renderNumberFormat } from './number-format.js';

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

/** FORMAT of a date, a moment or an exact number with a constant pattern in en-US. */
export function renderFormat(renderer: Renderer, node: Rel.RelCall, [value]: readonly Rendered[]): Rendered {
  const pattern = constantText(node, 1);
  const culture = node.arguments.length > 2 ? constantText(node, 2) : 'en-US';
  const type = node.arguments[0]?.type;
  if (!value || !type || pattern === undefined) return noFunction(renderer, node, 'with a computed pattern');
  if (culture?.toLowerCase() !== 'en-us') return noFunction(renderer, node, 'in a culture other than en-US');
  const number = isFormattedExactly(type);
  if (!number && !MOMENTS.has(type.name)) return noFunction(renderer, node, `of ${typeText(type)}`);
  const formatted = number ? renderNumberFormat(renderer, node, value, pattern) : renderMoment(value, pattern);
  return formatted ?? noFunction(renderer, node, `with the pattern '${pattern}'`);
}

const MOMENTS: ReadonlySet<string> = new Set(['date', 'datetime', 'smalldatetime', 'datetime2']);

/** Patterns of the parts above. One letter alone is a standard format in .NET. */
function renderMoment(value: Rendered, pattern: string): Rendered | undefined {
  const format = pattern.length < 2 ? undefined : strftimeOf(pattern);
  return format === undefined ? undefined : rendered(call('strftime', value, text(format)), duck('varchar'));
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
