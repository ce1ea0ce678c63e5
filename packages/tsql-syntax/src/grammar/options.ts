import { writeTerm } from './parts.js';
import type { AnyNodeRule, AnyRule, Draft, GrammarNode, NodeRule, Rule } from './rule.js';
import { native } from './rules.js';
import { terms } from './terms.js';

/** Options by name, each with the rule of its value; `true` for an option that is its name alone. */
export type OptionTable = Readonly<Record<string, AnyRule | true>>;

type ValueOf<R> = R extends Rule<infer T> ? { readonly value: T } : unknown;

/** The fields of an option of this table: its name, and the value that belongs to the name. */
export type OptionFields<T extends OptionTable> = {
  [N in keyof T & string]: { readonly name: N } & ValueOf<T[N]>;
}[keyof T & string];

/**
 * An option of a table: `NAME = value`, `NAME value` or `NAME`. The names are typed, and so is each name's value.
 * `equals: 'required'` wants the sign, `'none'` forbids it, `'optional'` reads both and writes the sign.
 */
export function option<const K extends string, const T extends OptionTable>(
  kind: K,
  table: T,
  equals: 'required' | 'none' | 'optional' = 'required',
): NodeRule<K, OptionFields<T>> {
  const rows = Object.entries(table)
    .map(([name, value]) => ({ name, value, list: terms(name) }))
    .sort((a, b) => b.list.length - a.list.length);
  const byName = new Map(rows.map((row) => [row.name, row]));
  const inner = (): AnyNodeRule[] => rows.flatMap(({ value }) => (value === true ? [] : value.nodes()));
  const rule: NodeRule<K, OptionFields<T>> = {
    kind,
    children: rows.some(({ value }) => value !== true && value.holdsNodes) ? ['value'] : [],
    holdsNodes: true,
    nodes: () => [rule as AnyNodeRule],
    inner,
    starts: (p) => rows.some(({ list }) => p.atAll(...list)),
    parse: (p) => {
      const { start } = p;
      const row = rows.find(({ list }) => p.eatAll(...list));
      if (!row) return p.fail(`one of ${rows.map(({ name }) => name).join(', ')}`);
      const draft: Draft = { kind, start, end: 0, name: row.name };
      if (row.value !== true) {
        if (equals === 'required') p.expect('=');
        else if (equals === 'optional') p.eat('=');
        draft['value'] = row.value.parse(p);
      }
      draft['end'] = p.end;
      return draft as GrammarNode<K, OptionFields<T>>;
    },
    write: (value, w) => {
      w.commentsBefore(value.start);
      const draft = value as unknown as Draft;
      const row = byName.get(String(draft['name']));
      if (!row) return;
      for (const term of row.list) writeTerm(term, w);
      if (row.value === true) return;
      if (equals !== 'none') w.text('=');
      row.value.write(draft['value'], w);
    },
  };
  return rule;
}

/** A fixed phrase as a value; several make a choice: `keyword('ON', 'OFF')`. */
export function keyword<const C extends readonly string[]>(...phrases: C): Rule<C[number]> {
  const rows = phrases.map((phrase) => ({ phrase, list: terms(phrase) })).sort((a, b) => b.list.length - a.list.length);
  return native({
    holdsNodes: false,
    starts: (p) => rows.some(({ list }) => p.atAll(...list)),
    parse: (p) => {
      const row = rows.find(({ list }) => p.eatAll(...list));
      if (!row) return p.fail(phrases.join(' or '));
      return row.phrase;
    },
    write: (value, w) => {
      for (const term of String(value).split(' ')) writeTerm(term, w);
    },
  });
}

export const onOff = keyword('ON', 'OFF');

/** What kind of thing a name stands for: `OBJECT::t`. A name alone may be any of these words, so the colons decide. */
export function classPrefix<const C extends readonly string[]>(...phrases: C): Rule<C[number]> {
  const rows = phrases.map((phrase) => ({ phrase, list: [...terms(phrase), '::'] as const }));
  return native({
    holdsNodes: false,
    starts: (p) => rows.some(({ list }) => p.atAll(...list)),
    parse: (p) => {
      const row = rows.find(({ list }) => p.eatAll(...list));
      if (!row) return p.fail(`one of ${phrases.join(', ')}`);
      return row.phrase;
    },
    write: (value, w) => {
      for (const term of String(value).split(' ')) writeTerm(term, w);
      writeTerm('::', w);
    },
  });
}

export const trueFalse = keyword('TRUE', 'FALSE');
