import { keyword, onOff, option } from '../../options.js';
import { field, flag, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { identifier, integer, objectName, stringLiteral } from '../../values.js';
import { authorization } from '../keys/encryption.js';
import { language } from './indexes.js';

const accentSensitivity = optional(words('WITH ACCENT_SENSITIVITY ='), field('accentSensitivity', onOff));

/** learn.microsoft.com/sql/t-sql/statements/create-fulltext-catalog-transact-sql */
export const createFullTextCatalog = statement(
  'CreateFullTextCatalog',
  'CREATE FULLTEXT CATALOG',
  field('name', identifier),
  optional(words('ON FILEGROUP'), field('fileGroup', identifier)),
  optional(words('IN PATH'), field('path', stringLiteral)),
  accentSensitivity,
  flag('asDefault', 'AS DEFAULT'),
  authorization,
);

export const alterFullTextCatalog = statement(
  'AlterFullTextCatalog',
  'ALTER FULLTEXT CATALOG',
  field('name', identifier),
  field(
    'change',
    either(
      node('RebuildCatalog', words('REBUILD'), accentSensitivity),
      node('CatalogChange', field('action', keyword('REORGANIZE', 'AS DEFAULT'))),
    ),
  ),
);

export const dropFullTextCatalog = statement('DropFullTextCatalog', 'DROP FULLTEXT CATALOG', field('name', identifier));

/** learn.microsoft.com/sql/t-sql/statements/create-fulltext-stoplist-transact-sql */
export const createFullTextStopList = statement(
  'CreateFullTextStopList',
  'CREATE FULLTEXT STOPLIST',
  field('name', identifier),
  optional(words('FROM'), field('source', either(keyword('SYSTEM STOPLIST'), objectName))),
  authorization,
);

const inLanguage = [words('LANGUAGE'), field('language', language)] as const;

/** learn.microsoft.com/sql/t-sql/statements/alter-fulltext-stoplist-transact-sql */
export const alterFullTextStopList = statement(
  'AlterFullTextStopList',
  'ALTER FULLTEXT STOPLIST',
  field('name', identifier),
  field(
    'change',
    either(
      node('AddStopWord', words('ADD'), field('word', stringLiteral), ...inLanguage),
      node('DropAllStopWords', words('DROP ALL'), optional(...inLanguage)),
      node('DropStopWord', words('DROP'), field('word', stringLiteral), ...inLanguage),
    ),
  ),
);

export const dropFullTextStopList = statement(
  'DropFullTextStopList',
  'DROP FULLTEXT STOPLIST',
  field('name', identifier),
);

/** learn.microsoft.com/sql/t-sql/statements/create-search-property-list-transact-sql */
export const createSearchPropertyList = statement(
  'CreateSearchPropertyList',
  'CREATE SEARCH PROPERTY LIST',
  field('name', identifier),
  optional(words('FROM'), field('source', objectName)),
  authorization,
);

const searchProperty = option('SearchPropertyOption', {
  PROPERTY_SET_GUID: stringLiteral,
  PROPERTY_INT_ID: integer,
  PROPERTY_DESCRIPTION: stringLiteral,
});

/** learn.microsoft.com/sql/t-sql/statements/alter-search-property-list-transact-sql */
export const alterSearchPropertyList = statement(
  'AlterSearchPropertyList',
  'ALTER SEARCH PROPERTY LIST',
  field('name', identifier),
  field(
    'change',
    either(
      node(
        'AddSearchProperty',
        words('ADD'),
        field('property', stringLiteral),
        words('WITH'),
        field('options', parenthesized(list(searchProperty))),
      ),
      node('DropSearchProperty', words('DROP'), field('property', stringLiteral)),
    ),
  ),
);

export const dropSearchPropertyList = statement(
  'DropSearchPropertyList',
  'DROP SEARCH PROPERTY LIST',
  field('name', identifier),
);

export const fullTextCatalogStatements = [
  createFullTextCatalog,
  alterFullTextCatalog,
  dropFullTextCatalog,
  createFullTextStopList,
  alterFullTextStopList,
  dropFullTextStopList,
  createSearchPropertyList,
  alterSearchPropertyList,
  dropSearchPropertyList,
] as const;
