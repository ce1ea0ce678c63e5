import { parseSelect } from '../../parser/statements/parse-select.js';
import { keyword } from '../options.js';
import { field, optional, words } from '../parts.js';
import { native, node, several } from '../rules.js';

/** SELECT as part of another statement: a view, a cursor, an inline function. It counts as a statement. */
export const selectStatement = native({
  holdsNodes: true,
  starts: (p) => p.at('SELECT') || p.at('WITH') || p.at('('),
  parse: (p) => parseSelect(p),
  write: (value, w) => {
    w.node(value);
  },
});

export const cursorOptions = several(
  keyword(
    'LOCAL',
    'GLOBAL',
    'FORWARD_ONLY',
    'SCROLL',
    'STATIC',
    'KEYSET',
    'DYNAMIC',
    'FAST_FORWARD',
    'READ_ONLY',
    'SCROLL_LOCKS',
    'OPTIMISTIC',
    'TYPE_WARNING',
    'INSENSITIVE',
  ),
);

/** `CURSOR [options] FOR select`; the select ends in FOR UPDATE or FOR READ ONLY where wanted. */
export const cursorDefinition = node(
  'CursorDefinition',
  words('CURSOR'),
  optional(field('options', cursorOptions)),
  words('FOR'),
  field('select', selectStatement),
);
