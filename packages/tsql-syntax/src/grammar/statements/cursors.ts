import { TokenKind } from '../../lexer/token-kind.js';
import { parseIdentifier, parseVariable } from '../../parser/parse-names.js';
import type { Parser } from '../../parser/parser.js';
import { keyword } from '../options.js';
import { choice, field, flag, optional, words } from '../parts.js';
import { checked, list, native, node, several, startingWhen } from '../rules.js';
import { statement, statementWith } from '../statement.js';
import { expression, identifier, variable } from '../values.js';
import { cursorOptions, selectStatement } from './cursor-definition.js';

/** `DECLARE c [INSENSITIVE] [SCROLL] CURSOR [options] FOR select` */
export const declareCursor = statementWith(
  'DeclareCursor',
  { leads: ['DECLARE'], applies: (p) => p.isIdentifierAt(1) },
  words('DECLARE'),
  field('name', identifier),
  optional(field('oldOptions', several(keyword('INSENSITIVE', 'SCROLL')))),
  words('CURSOR'),
  optional(field('options', cursorOptions)),
  words('FOR'),
  field('select', selectStatement),
);

const cursorName = native({
  holdsNodes: true,
  starts: (p: Parser) => p.atIdentifier || p.kind() === TokenKind.Variable,
  parse: (p: Parser) => (p.kind() === TokenKind.Variable ? parseVariable(p) : parseIdentifier(p)),
  write: (value, w) => {
    w.node(value);
  },
});

/** `GLOBAL c`; a cursor may itself be called global. */
const globalFlag = native<true>({
  holdsNodes: false,
  starts: (p) => p.at('GLOBAL') && p.isIdentifierAt(1),
  parse: (p) => {
    p.expect('GLOBAL');
    return true;
  },
  write: (_, w) => {
    w.text('GLOBAL');
  },
});

const cursor = [optional(field('global', globalFlag)), field('cursor', cursorName)] as const;

export const openCursor = statement('OpenCursor', 'OPEN', ...cursor);
export const closeCursor = statement('CloseCursor', 'CLOSE', ...cursor);
export const deallocateCursor = statement('DeallocateCursor', 'DEALLOCATE', ...cursor);

const fetchPosition = node(
  'FetchPosition',
  choice('to', 'NEXT', 'PRIOR', 'FIRST', 'LAST', 'ABSOLUTE', 'RELATIVE'),
  // Only ABSOLUTE and RELATIVE have an offset; a name there is the cursor's.
  optional(
    field(
      'offset',
      startingWhen({ ...expression }, (p) => !p.at('FROM') && !p.atIdentifier),
    ),
  ),
);

export const fetchCursor = checked(
  statement(
    'FetchCursor',
    'FETCH',
    optional(
      field(
        'position',
        startingWhen({ ...fetchPosition }, (p) => fetchPosition.starts(p) && !isCursorName(p)),
      ),
    ),
    flag('from', 'FROM'),
    ...cursor,
    optional(words('INTO'), field('into', list(variable))),
  ),
  (p, { position, from }) => {
    if (position && !from) p.report('FROM is missing behind the position of FETCH.', position);
  },
);

/** `FETCH next` may name a cursor called next: nothing, or a new statement, follows it. */
function isCursorName(p: Parser): boolean {
  return (
    !p.isIdentifierAt(1) &&
    p.kind(1) !== TokenKind.Variable &&
    p.kind(1) !== TokenKind.Integer &&
    p.term(1) !== '-' &&
    p.term(1) !== 'FROM'
  );
}

export const cursorStatements = [declareCursor, openCursor, closeCursor, deallocateCursor, fetchCursor] as const;
