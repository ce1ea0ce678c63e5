import type { Parser } from '../../../parser/parser.js';
import { keyword } from '../../options.js';
import { field, flag, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement, statementWith } from '../../statement.js';
import { onFileGroup, withIndexOptions } from '../../tables/index-options.js';
import { anyWord, columnName, identifier, objectName } from '../../values.js';
import { promotedPath, xmlNamespaces } from './promoted-paths.js';

const indexOnColumn = [
  words('XML INDEX'),
  field('name', identifier),
  words('ON'),
  field('table', objectName),
  words('('),
  field('column', columnName),
  words(')'),
] as const;

/** `USING XML INDEX primary FOR VALUE`: a secondary index stands on a primary one. */
const secondary = optional(
  words('USING XML INDEX'),
  field('using', identifier),
  optional(words('FOR'), field('purpose', keyword('VALUE', 'PATH', 'PROPERTY'))),
);

/** learn.microsoft.com/sql/t-sql/statements/create-xml-index-transact-sql */
export const createXmlIndex = statementWith(
  'CreateXmlIndex',
  { leads: ['CREATE XML INDEX', 'CREATE PRIMARY XML INDEX'] },
  words('CREATE'),
  flag('primary', 'PRIMARY'),
  ...indexOnColumn,
  secondary,
  optional(field('options', withIndexOptions)),
);

/** learn.microsoft.com/sql/t-sql/statements/create-selective-xml-index-transact-sql */
export const createSelectiveXmlIndex = statementWith(
  'CreateSelectiveXmlIndex',
  { leads: ['CREATE SELECTIVE XML INDEX'] },
  words('CREATE SELECTIVE'),
  ...indexOnColumn,
  optional(field('namespaces', xmlNamespaces)),
  words('FOR'),
  field('paths', parenthesized(list(node('PromotedPath', ...promotedPath)))),
  optional(field('options', withIndexOptions)),
);

/** `CREATE XML INDEX … USING XML INDEX selective FOR (path)` */
function forPath(p: Parser): boolean {
  for (let ahead = 4; p.term(ahead) !== ';' && ahead < FAR; ahead++) {
    if (p.term(ahead) === 'USING') return p.term(ahead + 4) === 'FOR' && p.term(ahead + 5) === '(';
  }
  return false;
}

/** `CREATE XML INDEX name ON a.b.c (column) USING` is shorter than this. */
const FAR = 16;

/** learn.microsoft.com/sql/t-sql/statements/create-selective-xml-index-transact-sql, secondary indexes */
export const createSecondarySelectiveXmlIndex = statementWith(
  'CreateSecondarySelectiveXmlIndex',
  { leads: ['CREATE XML INDEX'], applies: forPath },
  words('CREATE'),
  ...indexOnColumn,
  words('USING XML INDEX'),
  field('using', identifier),
  words('FOR ('),
  field('path', identifier),
  words(')'),
  optional(field('options', withIndexOptions)),
);

/** `ADD path = '…' [AS …]`, `REMOVE path` of selective XML indexes. */
const promotedPathChange = either(
  node('AddPromotedPath', words('ADD'), ...promotedPath),
  node('RemovePromotedPath', words('REMOVE'), field('name', identifier)),
);

/** learn.microsoft.com/sql/t-sql/statements/alter-index-transact-sql, selective XML indexes */
export const alterSelectiveXmlIndex = statementWith(
  'AlterIndexPaths',
  { leads: ['ALTER INDEX'], applies: changesPaths },
  words('ALTER INDEX'),
  field('index', identifier),
  words('ON'),
  field('table', objectName),
  optional(field('namespaces', xmlNamespaces)),
  words('FOR'),
  field('paths', parenthesized(list(promotedPathChange))),
);

/** `ALTER INDEX i ON t FOR` or `… WITH XMLNAMESPACES` */
function changesPaths(p: Parser): boolean {
  if (p.term(3) !== 'ON') return false;
  let ahead = 4;
  while (p.isIdentifierAt(ahead) || p.term(ahead) === '.') ahead++;
  return p.term(ahead) === 'FOR' || (p.term(ahead) === 'WITH' && p.term(ahead + 1) === 'XMLNAMESPACES');
}

/** learn.microsoft.com/sql/t-sql/statements/create-spatial-index-transact-sql */
export const createSpatialIndex = statement(
  'CreateSpatialIndex',
  'CREATE SPATIAL INDEX',
  field('name', identifier),
  words('ON'),
  field('table', objectName),
  words('('),
  field('column', columnName),
  words(')'),
  optional(words('USING'), field('tessellation', anyWord)),
  optional(field('options', withIndexOptions)),
  optional(onFileGroup),
);

export const xmlIndexStatements = [
  createSecondarySelectiveXmlIndex,
  createXmlIndex,
  createSelectiveXmlIndex,
  alterSelectiveXmlIndex,
  createSpatialIndex,
] as const;
