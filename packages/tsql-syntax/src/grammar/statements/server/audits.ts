import { keyword, onOff, option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { condition, identifier, integer, integerLiteral, stringLiteral } from '../../values.js';
import { sizeOrUnlimited } from '../database/files.js';
import { principal, securable } from '../security/grants.js';

const fileCount = either(keyword('UNLIMITED'), integerLiteral);

const fileOption = option('AuditFileOption', {
  FILEPATH: stringLiteral,
  MAXSIZE: sizeOrUnlimited,
  MAX_ROLLOVER_FILES: fileCount,
  MAX_FILES: fileCount,
  RESERVE_DISK_SPACE: onOff,
});

const urlOption = option('AuditUrlOption', { PATH: stringLiteral, RETENTION_DAYS: integer });

const auditTarget = either(
  node('AuditToFile', words('FILE'), field('options', parenthesized(list(fileOption)))),
  node('AuditToUrl', words('URL'), field('options', parenthesized(list(urlOption)))),
  node('AuditToLog', field('log', keyword('APPLICATION_LOG', 'SECURITY_LOG', 'EXTERNAL_MONITOR'))),
);

const auditOption = option('AuditOption', {
  QUEUE_DELAY: integer,
  ON_FAILURE: keyword('CONTINUE', 'SHUTDOWN', 'FAIL_OPERATION'),
  AUDIT_GUID: stringLiteral,
  OPERATOR_AUDIT: onOff,
  STATE: onOff,
});

const auditParts = [
  optional(words('TO'), field('target', auditTarget)),
  optional(words('WITH'), field('options', parenthesized(list(auditOption)))),
  optional(words('WHERE'), field('predicate', condition)),
] as const;

/** learn.microsoft.com/sql/t-sql/statements/create-server-audit-transact-sql */
export const createServerAudit = statement(
  'CreateServerAudit',
  'CREATE SERVER AUDIT',
  field('name', identifier),
  ...auditParts,
);

export const alterServerAudit = statement(
  'AlterServerAudit',
  'ALTER SERVER AUDIT',
  field('name', identifier),
  ...auditParts,
  flag('removeWhere', 'REMOVE WHERE'),
  optional(words('MODIFY NAME ='), field('newName', identifier)),
);

export const dropServerAudit = statement('DropServerAudit', 'DROP SERVER AUDIT', field('name', identifier));

const action = keyword('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'RECEIVE', 'REFERENCES');

/** A group of actions (sys.dm_audit_actions), or actions on an object by somebody. */
const auditSpecification = either(
  node(
    'AuditedActions',
    field('actions', list(action)),
    words('ON'),
    field('securable', securable),
    words('BY'),
    field('principals', list(principal)),
  ),
  node('AuditedGroup', field('name', identifier)),
);

const specificationPart = node(
  'AuditSpecificationPart',
  choice('action', 'ADD', 'DROP'),
  field('specification', parenthesized(auditSpecification)),
);

/** The documentation's own examples leave the commas out. */
const specificationParts = [
  field('name', identifier),
  optional(words('FOR SERVER AUDIT'), field('audit', identifier)),
  optional(field('parts', list(specificationPart, { optionalCommas: true }))),
  optional(words('WITH ( STATE ='), field('state', onOff), words(')')),
] as const;

/** learn.microsoft.com/sql/t-sql/statements/create-server-audit-specification-transact-sql */
export const createServerAuditSpecification = statement(
  'CreateServerAuditSpecification',
  'CREATE SERVER AUDIT SPECIFICATION',
  ...specificationParts,
);
export const alterServerAuditSpecification = statement(
  'AlterServerAuditSpecification',
  'ALTER SERVER AUDIT SPECIFICATION',
  ...specificationParts,
);
export const dropServerAuditSpecification = statement(
  'DropServerAuditSpecification',
  'DROP SERVER AUDIT SPECIFICATION',
  field('name', identifier),
);

/** learn.microsoft.com/sql/t-sql/statements/create-database-audit-specification-transact-sql */
export const createDatabaseAuditSpecification = statement(
  'CreateDatabaseAuditSpecification',
  'CREATE DATABASE AUDIT SPECIFICATION',
  ...specificationParts,
);
export const alterDatabaseAuditSpecification = statement(
  'AlterDatabaseAuditSpecification',
  'ALTER DATABASE AUDIT SPECIFICATION',
  ...specificationParts,
);
export const dropDatabaseAuditSpecification = statement(
  'DropDatabaseAuditSpecification',
  'DROP DATABASE AUDIT SPECIFICATION',
  field('name', identifier),
);

export const auditStatements = [
  createServerAuditSpecification,
  alterServerAuditSpecification,
  dropServerAuditSpecification,
  createDatabaseAuditSpecification,
  alterDatabaseAuditSpecification,
  dropDatabaseAuditSpecification,
  createServerAudit,
  alterServerAudit,
  dropServerAudit,
] as const;
