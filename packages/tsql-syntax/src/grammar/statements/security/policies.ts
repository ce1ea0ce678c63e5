import { keyword, onOff, option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { expression, objectName, stringLiteral } from '../../values.js';

const operation = optional(choice('operation', 'AFTER INSERT', 'AFTER UPDATE', 'BEFORE UPDATE', 'BEFORE DELETE'));

const predicateParts = [
  choice('type', 'FILTER', 'BLOCK'),
  words('PREDICATE'),
  field('function', expression),
  words('ON'),
  field('table', objectName),
  operation,
] as const;

const addPredicate = node('AddSecurityPredicate', words('ADD'), ...predicateParts);
const alterPredicate = node('AlterSecurityPredicate', words('ALTER'), ...predicateParts);
const dropPredicate = node(
  'DropSecurityPredicate',
  words('DROP'),
  choice('type', 'FILTER', 'BLOCK'),
  words('PREDICATE ON'),
  field('table', objectName),
  operation,
);

const policyOptions = optional(
  words('WITH'),
  field('options', parenthesized(list(option('SecurityPolicyOption', { STATE: onOff, SCHEMABINDING: onOff })))),
);

/** learn.microsoft.com/sql/t-sql/statements/create-security-policy-transact-sql */
export const createSecurityPolicy = statement(
  'CreateSecurityPolicy',
  'CREATE SECURITY POLICY',
  field('name', objectName),
  optional(field('predicates', list(addPredicate))),
  policyOptions,
  flag('notForReplication', 'NOT FOR REPLICATION'),
);

/** learn.microsoft.com/sql/t-sql/statements/alter-security-policy-transact-sql */
export const alterSecurityPolicy = statement(
  'AlterSecurityPolicy',
  'ALTER SECURITY POLICY',
  field('name', objectName),
  optional(choice('replication', 'ADD NOT FOR REPLICATION', 'DROP NOT FOR REPLICATION')),
  optional(field('predicates', list(either(addPredicate, alterPredicate, dropPredicate)))),
  policyOptions,
);

export const dropSecurityPolicy = statement(
  'DropSecurityPolicy',
  'DROP SECURITY POLICY',
  flag('ifExists', 'IF EXISTS'),
  field('name', objectName),
);

/** learn.microsoft.com/sql/t-sql/statements/add-sensitivity-classification-transact-sql; each name is a column's. */
export const addSensitivityClassification = statement(
  'AddSensitivityClassification',
  'ADD SENSITIVITY CLASSIFICATION TO',
  field('columns', list(objectName)),
  words('WITH'),
  field(
    'options',
    parenthesized(
      list(
        option('SensitivityOption', {
          LABEL: stringLiteral,
          LABEL_ID: stringLiteral,
          INFORMATION_TYPE: stringLiteral,
          INFORMATION_TYPE_ID: stringLiteral,
          RANK: keyword('NONE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'),
        }),
      ),
    ),
  ),
);

export const dropSensitivityClassification = statement(
  'DropSensitivityClassification',
  'DROP SENSITIVITY CLASSIFICATION FROM',
  field('columns', list(objectName)),
);

export const policyStatements = [
  createSecurityPolicy,
  alterSecurityPolicy,
  dropSecurityPolicy,
  addSensitivityClassification,
  dropSensitivityClassification,
] as const;
