import { tableByName } from '@datamigrate/foundation';
import { Refusal } from '../errors/sql-error.js';
import { atomicText } from './atomic-text.js';
import {
  atomized,
  evaluateXQuery,
  type Focus,
  type Item,
  isNode,
  isTrue,
  numberOf,
  ordered,
} from './evaluate-xquery.js';
import type { Atomic, XQuery } from './xquery-tree.js';

type Body = (args: readonly (readonly Item[])[], focus: Focus) => readonly Item[];

const text = (value: string): readonly Item[] => [{ type: 'string', value }];
const boolean = (value: boolean): readonly Item[] => [{ type: 'boolean', value }];
const integer = (value: number): readonly Item[] => [{ type: 'integer', value }];

function textOf(items: readonly Item[] | undefined): string {
  const [first] = items ?? [];
  return first ? atomicText(atomized(first)) : '';
}

/** A function of one text that is empty where there is none. */
const numeric =
  (compute: (value: number) => number): Body =>
  ([items = []]) => {
    const number = numberOf(items[0]);
    return number ? [{ ...number, value: compute(number.value) }] : [];
  };

const extreme =
  (sign: number): Body =>
  ([items = []]) => {
    const values = items.map(numericOr);
    const best = values.reduce<Atomic | undefined>(
      (found, value) => (found && (ordered(found, value) ?? 0) * sign >= 0 ? found : value),
      undefined,
    );
    return best ? [best] : [];
  };

/** Untyped values count as numbers where they can be. */
const numericOr = (item: Item): Atomic => {
  const value = atomized(item);
  return value.type === 'untyped' ? (numberOf(value) ?? value) : value;
};

const name =
  (part: 'name' | 'namespace'): Body =>
  ([items], focus) => {
    const [node] = items ?? (focus.item ? [focus.item] : []);
    return text(node && isNode(node) && (node.kind === 'element' || node.kind === 'attribute') ? node[part] : '');
  };

/** Source: learn.microsoft.com/sql/xquery/xquery-functions-against-the-xml-data-type */
const FUNCTIONS = tableByName<Body>({
  avg: ([items = []]) => {
    const numbers = items.flatMap((item) => numberOf(item) ?? []);
    return numbers.length === 0 ? [] : [{ type: 'double', value: total(numbers) / numbers.length }];
  },
  ceiling: numeric(Math.ceil),
  concat: (args) => text(args.map(textOf).join('')),
  contains: ([a, b]) => boolean(textOf(a).includes(textOf(b))),
  count: ([items = []]) => integer(items.length),
  data: ([items = []]) => items.map(atomized),
  'distinct-values': ([items = []]) => {
    const seen = new Map(items.map(atomized).map((value) => [atomicText(value), value]));
    return [...seen.values()];
  },
  empty: ([items = []]) => boolean(items.length === 0),
  false: () => boolean(false),
  floor: numeric(Math.floor),
  last: (_, { size }) => integer(size),
  'local-name': name('name'),
  'lower-case': ([items]) => text(textOf(items).toLowerCase()),
  max: extreme(1),
  min: extreme(-1),
  'namespace-uri': name('namespace'),
  not: ([items = []]) => boolean(!isTrue(items)),
  number: ([items], focus) => {
    const [item] = items ?? [focus.item];
    const number = item && numberOf(item);
    return number ? [{ type: 'double', value: number.value }] : [];
  },
  position: (_, focus) => integer(focus.position),
  round: numeric((value) => Math.floor(value + 0.5)),
  string: ([items], focus) => text(textOf(items ?? (focus.item ? [focus.item] : []))),
  'string-length': ([items], focus) => integer(textOf(items ?? (focus.item ? [focus.item] : [])).length),
  substring: ([source, start, length]) => {
    const from = Math.round(numberOf(start?.[0])?.value ?? Number.NaN);
    const count = length ? Math.round(numberOf(length[0])?.value ?? Number.NaN) : Number.POSITIVE_INFINITY;
    return text([...textOf(source)].filter((_, i) => i + 1 >= from && i + 1 < from + count).join(''));
  },
  sum: ([items = []]) => {
    const numbers = items.flatMap((item) => numberOf(item) ?? []);
    const whole = numbers.every(({ type }) => type === 'integer');
    return [{ type: whole ? 'integer' : 'double', value: total(numbers) }];
  },
  true: () => boolean(true),
  'upper-case': ([items]) => text(textOf(items).toUpperCase()),
});

const total = (numbers: readonly { readonly value: number }[]): number =>
  numbers.reduce((sum, { value }) => sum + value, 0);

/** Constructors of the types of XML Schema: `xs:int(x)`. */
const CONSTRUCTORS = tableByName<'string' | 'integer' | 'double' | 'boolean'>({
  'xs:string': 'string',
  'xs:boolean': 'boolean',
  'xs:decimal': 'double',
  'xs:double': 'double',
  'xs:float': 'double',
  'xs:int': 'integer',
  'xs:integer': 'integer',
  'xs:long': 'integer',
  'xs:short': 'integer',
});

export function callXQuery(focus: Focus, called: string, args: readonly XQuery[]): readonly Item[] {
  const values = args.map((argument) => evaluateXQuery(focus, argument));
  const type = CONSTRUCTORS.get(called);
  if (type) return values[0]?.[0] ? construct(type, values[0][0]) : [];
  const body = FUNCTIONS.get(called);
  if (!body) throw new Refusal(`The XQuery function ${called}()`);
  return body(values, focus);
}

function construct(type: 'string' | 'integer' | 'double' | 'boolean', item: Item): readonly Item[] {
  if (type === 'string') return text(atomicText(atomized(item)));
  if (type === 'boolean') {
    const value = textOf([item]).trim();
    return value === 'true' || value === '1' ? boolean(true) : value === 'false' || value === '0' ? boolean(false) : [];
  }
  const number = numberOf(item);
  if (!number || (type === 'integer' && !Number.isInteger(number.value))) return [];
  return [{ type, value: number.value }];
}
