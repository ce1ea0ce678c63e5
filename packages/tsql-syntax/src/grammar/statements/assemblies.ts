import { keyword, onOff } from '../options.js';
import { choice, field, flag, optional, words } from '../parts.js';
import { either, list, node, parenthesized } from '../rules.js';
import { statement } from '../statement.js';
import { dataType, expression, identifier, objectName, stringLiteral, variable } from '../values.js';
import { authorization } from './keys/encryption.js';

const assemblyOption = either(
  node('PermissionSet', words('PERMISSION_SET ='), field('level', keyword('SAFE', 'EXTERNAL_ACCESS', 'UNSAFE'))),
  node('AssemblyVisibility', words('VISIBILITY ='), field('state', onOff)),
  node('UncheckedData', words('UNCHECKED DATA')),
);

/** learn.microsoft.com/sql/t-sql/statements/create-assembly-transact-sql */
export const createAssembly = statement(
  'CreateAssembly',
  'CREATE ASSEMBLY',
  field('name', identifier),
  authorization,
  words('FROM'),
  field('sources', list(expression)),
  optional(words('WITH'), field('options', list(assemblyOption))),
);

const droppedFiles = either(
  node('AllAssemblyFiles', words('ALL')),
  node('NamedAssemblyFiles', field('names', list(stringLiteral))),
);

const addedFile = node(
  'AssemblyFile',
  field('source', expression),
  optional(words('AS'), field('name', stringLiteral)),
);

/** learn.microsoft.com/sql/t-sql/statements/alter-assembly-transact-sql */
export const alterAssembly = statement(
  'AlterAssembly',
  'ALTER ASSEMBLY',
  field('name', identifier),
  optional(words('FROM'), field('sources', list(expression))),
  optional(words('WITH'), field('options', list(assemblyOption))),
  optional(words('DROP FILE'), field('droppedFiles', droppedFiles)),
  optional(words('ADD FILE FROM'), field('addedFiles', list(addedFile))),
);

export const dropAssembly = statement(
  'DropAssembly',
  'DROP ASSEMBLY',
  flag('ifExists', 'IF EXISTS'),
  field('names', list(identifier)),
  flag('noDependents', 'WITH NO DEPENDENTS'),
);

const aggregateParameter = node(
  'AggregateParameter',
  field('name', variable),
  flag('as', 'AS'),
  field('type', dataType),
  optional(choice('nullable', 'NULL', 'NOT NULL')),
);

/** learn.microsoft.com/sql/t-sql/statements/create-aggregate-transact-sql */
export const createAggregate = statement(
  'CreateAggregate',
  'CREATE AGGREGATE',
  field('name', objectName),
  field('parameters', parenthesized(list(aggregateParameter))),
  words('RETURNS'),
  field('returns', dataType),
  words('EXTERNAL NAME'),
  field('assembly', identifier),
  optional(words('.'), field('class', identifier)),
);

export const dropAggregate = statement(
  'DropAggregate',
  'DROP AGGREGATE',
  flag('ifExists', 'IF EXISTS'),
  field('names', list(objectName)),
);

export const assemblyStatements = [
  createAssembly,
  alterAssembly,
  dropAssembly,
  createAggregate,
  dropAggregate,
] as const;
