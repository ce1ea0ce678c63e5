import { keyword, onOff, option } from '../../options.js';
import { field, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement, statementWith } from '../../statement.js';
import { expression, identifier, objectName, stringLiteral } from '../../values.js';
import { databaseFileGroup, databaseFiles, size } from './files.js';
import { databaseOption } from './set-options.js';

const elasticPool = node('ElasticPool', words('ELASTIC_POOL ( NAME ='), field('name', identifier), words(')'));

/** learn.microsoft.com/sql/t-sql/statements/create-database-transact-sql, the edition options of Azure */
export const azureOption = option('AzureDatabaseOption', {
  MAXSIZE: size,
  EDITION: stringLiteral,
  SERVICE_OBJECTIVE: either(stringLiteral, elasticPool),
});

const azureOptions = optional(field('azureOptions', parenthesized(list(azureOption))));

const attach = node(
  'AttachDatabase',
  words('FOR'),
  field('mode', keyword('ATTACH', 'ATTACH_REBUILD_LOG', 'ATTACH_FORCE_REBUILD_LOG', 'LOAD')),
  optional(words('WITH'), field('options', list(databaseOption))),
);

/** learn.microsoft.com/sql/t-sql/statements/create-database-transact-sql */
export const createDatabase = statement(
  'CreateDatabase',
  'CREATE DATABASE',
  field('name', identifier),
  optional(words('CONTAINMENT ='), field('containment', keyword('NONE', 'PARTIAL'))),
  optional(words('ON'), field('fileGroups', list(databaseFileGroup))),
  optional(words('LOG ON'), field('logFiles', databaseFiles)),
  optional(words('COLLATE'), field('collation', identifier)),
  optional(words('AS SNAPSHOT OF'), field('snapshotOf', identifier)),
  optional(words('AS COPY OF'), field('copyOf', objectName)),
  azureOptions,
  optional(field('attach', attach)),
  optional(words('WITH'), field('options', list(databaseOption))),
);

/** learn.microsoft.com/azure/azure-sql/database/elastic-scale-introduction, the federations of before */
export const createFederation = statement(
  'CreateFederation',
  'CREATE FEDERATION',
  field('name', identifier),
  words('('),
  field('distribution', identifier),
  field('type', identifier),
  words('RANGE )'),
);

export const alterFederation = statement(
  'AlterFederation',
  'ALTER FEDERATION',
  field('name', identifier),
  field('action', keyword('SPLIT AT', 'DROP AT')),
  words('('),
  optional(field('side', keyword('LOW', 'HIGH'))),
  field('distribution', identifier),
  words('='),
  field('boundary', expression),
  words(')'),
);

export const dropFederation = statement('DropFederation', 'DROP FEDERATION', field('name', identifier));

const federationMember = node(
  'FederationMember',
  field('name', identifier),
  words('('),
  field('distribution', identifier),
  words('='),
  field('value', expression),
  words(') WITH'),
  optional(words('FILTERING ='), field('filtering', onOff), words(',')),
  words('RESET'),
);

/** A database may be called `federation`. */
export const useFederation = statementWith(
  'UseFederation',
  { leads: ['USE FEDERATION'], applies: (p) => p.isIdentifierAt(2) && (p.term(3) === 'WITH' || p.term(3) === '(') },
  words('USE FEDERATION'),
  field('target', either(node('FederationRoot', words('ROOT WITH RESET')), federationMember)),
);

export const createDatabaseStatements = [
  createDatabase,
  createFederation,
  alterFederation,
  dropFederation,
  useFederation,
] as const;
