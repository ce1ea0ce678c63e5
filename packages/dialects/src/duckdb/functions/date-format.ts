import { typeText } from '@datamigrate/catalog';
import { tableByName } from '@datamigrate/foundation';
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

/** What of a .NET culture is known well enough to write it. */
interface Culture {
  readonly dateSeparator: string;
  /** Standard patterns of one letter. */
  readonly standard: { readonly [letter: string]: string };
  /** Parts that are names in the culture's own language or form. */
  readonly unknown: ReadonlySet<string>;
  /** The comma before decimals, the point between groups. */
  readonly comma: boolean;
}

const SORTABLE = "yyyy-MM-dd'T'HH:mm:ss";
const NAMES = ['MMM', 'MMMM', 'ddd', 'dddd', 'tt'];

/** learn.microsoft.com/sql/t-sql/functions/format-transact-sql, learn.microsoft.com/dotnet/standard/base-types/standard-date-and-time-format-strings */
const CULTURES = tableByName<Culture>({
  'en-us': {
    dateSeparator: '/',
    standard: { d: 'M/d/yyyy', D: 'dddd, MMMM d, yyyy', s: SORTABLE, t: 'h:mm tt', T: 'h:mm:ss tt' },
    unknown: new Set(),
    comma: false,
  },
  'en-gb': {
    dateSeparator: '/',
    standard: { d: 'dd/MM/yyyy', D: 'dd MMMM yyyy', s: SORTABLE, t: 'HH:mm', T: 'HH:mm:ss' },
    unknown: new Set(['MMM', 'tt']),
    comma: false,
  },
  'de-de': {
    dateSeparator: '.',
    standard: { d: 'dd.MM.yyyy', s: SORTABLE, t: 'HH:mm', T: 'HH:mm:ss' },
    unknown: new Set(NAMES),
    comma: true,
  },
});

const AMERICAN = CULTURES.get('en-us');

/** FORMAT of a date, a moment or an exact number with a constant pattern in a known culture. */
export function renderFormat(renderer: Renderer, node: Rel.RelCall, [value]: readonly Rendered[]): Rendered {
  const pattern = constantText(node, 1);
  const name = node.arguments.length > 2 ? constantText(node, 2) : 'en-US';
  const type = node.arguments[0]?.type;
  if (!value || !type || pattern === undefined) return noFunction(renderer, node, 'with a computed pattern');
  const culture = name === undefined ? undefined : CULTURES.get(name.toLowerCase());
  if (!culture) return noFunction(renderer, node, `in the culture ${name ?? 'that is computed'}`);
  const number = isFormattedExactly(type);
  if (!number && !MOMENTS.has(type.name)) return noFunction(renderer, node, `of ${typeText(type)}`);
  const formatted = number
    ? renderNumberIn(renderer, node, value, pattern, culture)
    : renderMoment(value, pattern, culture);
  const elsewhere = culture === AMERICAN ? '' : ` in ${name}`;
  return formatted ?? noFunction(renderer, node, `with the pattern '${pattern}'${elsewhere}`);
}

/** Point and comma change places; currencies and percents have other forms in other cultures. */
function renderNumberIn(
  renderer: Renderer,
  node: Rel.RelCall,
  value: Rendered,
  pattern: string,
  culture: Culture,
): Rendered | undefined {
  if (culture !== AMERICAN && /^[cp]\d{0,2}$/i.test(pattern)) return undefined;
  const shown = renderNumberFormat(renderer, node, value, pattern);
  return shown && culture.comma ? rendered(call('translate', shown, text(',.'), text('.,')), shown.type) : shown;
}

const MOMENTS: ReadonlySet<string> = new Set(['date', 'datetime', 'smalldatetime', 'datetime2']);

/** Patterns of the parts above. One letter alone is a standard format in .NET. */
function renderMoment(value: Rendered, given: string, culture: Culture): Rendered | undefined {
  const pattern = given.length < 2 ? culture.standard[given] : given;
  const format = pattern === undefined ? undefined : strftimeOf(pattern, culture);
  return format === undefined ? undefined : rendered(call('strftime', value, text(format)), duck('varchar'));
}

function strftimeOf(pattern: string, { dateSeparator, unknown }: Culture): string | undefined {
  let format = '';
  for (const piece of pattern.match(/([a-zA-Z])\1*|'[^']*'|[^a-zA-Z']+|'/g) ?? []) {
    if (/^[a-zA-Z]/.test(piece)) {
      const part = PARTS[piece];
      if (part === undefined || unknown.has(piece)) return undefined;
      format += part;
    } else if (/^'.*'$/.test(piece) && piece.length > 1) format += piece.slice(1, -1).replaceAll('%', '%%');
    else if (/^[-/:., ]+$/.test(piece)) format += piece.replaceAll('/', dateSeparator);
    else return undefined;
  }
  return format;
}
