import type { XmlNamespaces } from '../../../ast/queries.js';
import { parseNamespaces } from '../../../parser/queries/parse-with.js';
import { keyword } from '../../options.js';
import { field, flag, optional, words } from '../../parts.js';
import { native, node } from '../../rules.js';
import { dataType, identifier, integer, stringLiteral } from '../../values.js';

const xmlPathType = node(
  'XmlPathType',
  words('AS'),
  field('query', keyword('XQUERY', 'SQL')),
  optional(field('xqueryType', stringLiteral)),
  optional(field('sqlType', dataType)),
  optional(words('MAXLENGTH ('), field('maxLength', integer), words(')')),
  flag('singleton', 'SINGLETON'),
);

/** `name = 'path' [AS …]`: what a selective XML index keeps of each value. */
export const promotedPath = [
  field('name', identifier),
  words('='),
  field('path', stringLiteral),
  optional(field('type', xmlPathType)),
] as const;

/** `WITH XMLNAMESPACES ('uri' AS prefix)` */
export const xmlNamespaces = native<XmlNamespaces>({
  holdsNodes: true,
  starts: (p) => p.atAll('WITH', 'XMLNAMESPACES'),
  parse: (p) => {
    p.expect('WITH');
    return parseNamespaces(p);
  },
  write: (value, w) => {
    w.text('WITH').node(value);
  },
});
