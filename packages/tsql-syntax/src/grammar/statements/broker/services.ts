import { keyword, onOff, option } from '../../options.js';
import { choice, field, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { identifier, integer, objectName, stringLiteral } from '../../values.js';
import { authorization } from '../keys/encryption.js';

const validation = optional(
  words('VALIDATION ='),
  choice('validation', 'NONE', 'EMPTY', 'WELL_FORMED_XML', 'VALID_XML'),
  optional(words('WITH SCHEMA COLLECTION'), field('schemaCollection', objectName)),
);

/** learn.microsoft.com/sql/t-sql/statements/create-message-type-transact-sql */
export const createMessageType = statement(
  'CreateMessageType',
  'CREATE MESSAGE TYPE',
  field('name', identifier),
  authorization,
  validation,
);
export const alterMessageType = statement(
  'AlterMessageType',
  'ALTER MESSAGE TYPE',
  field('name', identifier),
  validation,
);
export const dropMessageType = statement('DropMessageType', 'DROP MESSAGE TYPE', field('name', identifier));

const contractMessage = node(
  'ContractMessage',
  field('type', identifier),
  words('SENT BY'),
  choice('sentBy', 'INITIATOR', 'TARGET', 'ANY'),
);

/** learn.microsoft.com/sql/t-sql/statements/create-contract-transact-sql */
export const createContract = statement(
  'CreateContract',
  'CREATE CONTRACT',
  field('name', identifier),
  authorization,
  field('messages', parenthesized(list(contractMessage))),
);
export const dropContract = statement('DropContract', 'DROP CONTRACT', field('name', identifier));

/** learn.microsoft.com/sql/t-sql/statements/create-service-transact-sql */
export const createService = statement(
  'CreateService',
  'CREATE SERVICE',
  field('name', identifier),
  authorization,
  words('ON QUEUE'),
  field('queue', objectName),
  optional(field('contracts', parenthesized(list(identifier)))),
);

const contractChange = node(
  'ServiceContractChange',
  choice('action', 'ADD', 'DROP'),
  words('CONTRACT'),
  field('name', identifier),
);

/** learn.microsoft.com/sql/t-sql/statements/alter-service-transact-sql */
export const alterService = statement(
  'AlterService',
  'ALTER SERVICE',
  field('name', identifier),
  optional(words('ON QUEUE'), field('queue', objectName)),
  optional(field('contracts', parenthesized(list(contractChange)))),
);
export const dropService = statement('DropService', 'DROP SERVICE', field('name', identifier));

const routeOption = option('RouteOption', {
  SERVICE_NAME: stringLiteral,
  BROKER_INSTANCE: stringLiteral,
  LIFETIME: integer,
  ADDRESS: stringLiteral,
  MIRROR_ADDRESS: stringLiteral,
});

/** learn.microsoft.com/sql/t-sql/statements/create-route-transact-sql */
export const createRoute = statement(
  'CreateRoute',
  'CREATE ROUTE',
  field('name', identifier),
  authorization,
  words('WITH'),
  field('options', list(routeOption)),
);
export const alterRoute = statement(
  'AlterRoute',
  'ALTER ROUTE',
  field('name', identifier),
  words('WITH'),
  field('options', list(routeOption)),
);
export const dropRoute = statement('DropRoute', 'DROP ROUTE', field('name', identifier));

const bindingOptions = [
  words('WITH'),
  field('options', list(option('ServiceBindingOption', { USER: identifier, ANONYMOUS: onOff }))),
] as const;

/** learn.microsoft.com/sql/t-sql/statements/create-remote-service-binding-transact-sql */
export const createRemoteServiceBinding = statement(
  'CreateRemoteServiceBinding',
  'CREATE REMOTE SERVICE BINDING',
  field('name', identifier),
  authorization,
  words('TO SERVICE'),
  field('service', stringLiteral),
  ...bindingOptions,
);
export const alterRemoteServiceBinding = statement(
  'AlterRemoteServiceBinding',
  'ALTER REMOTE SERVICE BINDING',
  field('name', identifier),
  ...bindingOptions,
);
export const dropRemoteServiceBinding = statement(
  'DropRemoteServiceBinding',
  'DROP REMOTE SERVICE BINDING',
  field('name', identifier),
);

const any = keyword('ANY');

const prioritySettings = [
  words('FOR CONVERSATION'),
  optional(
    words('SET'),
    field(
      'settings',
      parenthesized(
        list(
          option('BrokerPrioritySetting', {
            CONTRACT_NAME: either(any, identifier),
            LOCAL_SERVICE_NAME: either(any, identifier),
            REMOTE_SERVICE_NAME: either(any, stringLiteral),
            PRIORITY_LEVEL: either(keyword('DEFAULT'), node('PriorityLevel', field('level', integer))),
          }),
        ),
      ),
    ),
  ),
] as const;

/** learn.microsoft.com/sql/t-sql/statements/create-broker-priority-transact-sql */
export const createBrokerPriority = statement(
  'CreateBrokerPriority',
  'CREATE BROKER PRIORITY',
  field('name', identifier),
  ...prioritySettings,
);
export const alterBrokerPriority = statement(
  'AlterBrokerPriority',
  'ALTER BROKER PRIORITY',
  field('name', identifier),
  ...prioritySettings,
);
export const dropBrokerPriority = statement('DropBrokerPriority', 'DROP BROKER PRIORITY', field('name', identifier));

export const brokerServiceStatements = [
  createMessageType,
  alterMessageType,
  dropMessageType,
  createContract,
  dropContract,
  createService,
  alterService,
  dropService,
  createRoute,
  alterRoute,
  dropRoute,
  createRemoteServiceBinding,
  alterRemoteServiceBinding,
  dropRemoteServiceBinding,
  createBrokerPriority,
  alterBrokerPriority,
  dropBrokerPriority,
] as const;
