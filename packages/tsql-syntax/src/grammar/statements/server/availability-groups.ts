import { keyword, onOff, option } from '../../options.js';
import { choice, field, flag, newLine, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { identifier, integer, stringLiteral } from '../../values.js';

/** learn.microsoft.com/sql/t-sql/statements/create-availability-group-transact-sql */
const groupOption = either(
  node('DistributedGroup', words('DISTRIBUTED')),
  node('BasicGroup', words('BASIC')),
  node('ContainedGroup', words('CONTAINED'), flag('reuseSystemDatabases', 'REUSE_SYSTEM_DATABASES')),
  option('AvailabilityGroupOption', {
    AUTOMATED_BACKUP_PREFERENCE: keyword('PRIMARY', 'SECONDARY_ONLY', 'SECONDARY', 'NONE'),
    FAILURE_CONDITION_LEVEL: integer,
    HEALTH_CHECK_TIMEOUT: integer,
    DB_FAILOVER: onOff,
    DTC_SUPPORT: keyword('PER_DB', 'NONE'),
    REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT: integer,
    REQUIRED_COPIES_TO_COMMIT: integer,
    CLUSTER_TYPE: keyword('WSFC', 'EXTERNAL', 'NONE'),
    CLUSTER_CONNECTION_OPTIONS: stringLiteral,
    ROLE: keyword('SECONDARY'),
  }),
);

const routing = either(keyword('NONE'), node('RoutingList', field('servers', parenthesized(list(routingEntry())))));

/** A server, or several in parentheses that share the load. */
function routingEntry() {
  return either(stringLiteral, node('RoutingGroup', field('servers', parenthesized(list(stringLiteral)))));
}

const roleOption = option('ReplicaRoleOption', {
  ALLOW_CONNECTIONS: keyword('NO', 'READ_ONLY', 'READ_WRITE', 'ALL'),
  READ_ONLY_ROUTING_URL: either(keyword('NONE'), stringLiteral),
  READ_ONLY_ROUTING_LIST: routing,
  READ_WRITE_ROUTING_URL: either(keyword('NONE'), stringLiteral),
});

const replicaOption = either(
  node(
    'ReplicaRole',
    choice('role', 'PRIMARY_ROLE', 'SECONDARY_ROLE'),
    field('options', parenthesized(list(roleOption))),
  ),
  option('ReplicaOption', {
    ENDPOINT_URL: stringLiteral,
    LISTENER_URL: stringLiteral,
    AVAILABILITY_MODE: keyword('SYNCHRONOUS_COMMIT', 'ASYNCHRONOUS_COMMIT', 'CONFIGURATION_ONLY'),
    FAILOVER_MODE: keyword('AUTOMATIC', 'MANUAL', 'EXTERNAL'),
    SEEDING_MODE: keyword('AUTOMATIC', 'MANUAL'),
    BACKUP_PRIORITY: integer,
    SESSION_TIMEOUT: integer,
    APPLY_DELAY: integer,
  }),
);

/** `'server' WITH (…)`: a replica, or a group as part of a distributed one. */
const replica = node(
  'Replica',
  field('server', stringLiteral),
  words('WITH'),
  field('options', parenthesized(list(replicaOption))),
);
const replicas = list(replica);

/** `('10.0.0.1', '255.0.0.0')`, or one IPv6 address. */
const address = node('ListenerIp', field('parts', parenthesized(list(stringLiteral))));

const listenerOption = either(
  node('ListenerDhcp', words('WITH DHCP'), optional(words('ON'), field('subnet', parenthesized(list(stringLiteral))))),
  node('ListenerAddresses', words('WITH IP'), field('addresses', parenthesized(list(address)))),
  node('AddListenerIp', words('ADD IP'), field('address', address)),
  option('ListenerOption', { PORT: integer }),
);

const listener = [
  field('listener', stringLiteral),
  field('listenerOptions', parenthesized(list(listenerOption))),
] as const;

export const createAvailabilityGroup = statement(
  'CreateAvailabilityGroup',
  'CREATE AVAILABILITY GROUP',
  field('name', identifier),
  newLine,
  optional(words('WITH'), field('options', parenthesized(list(groupOption)))),
  newLine,
  flag('for', 'FOR'),
  optional(words('DATABASE'), field('databases', list(identifier))),
  newLine,
  optional(words('REPLICA ON'), field('replicas', replicas)),
  optional(words('AVAILABILITY GROUP ON'), field('groups', replicas)),
  optional(words('LISTENER'), ...listener),
);

/** learn.microsoft.com/sql/t-sql/statements/alter-availability-group-transact-sql */
const change = either(
  node('SetGroupOptions', words('SET'), field('options', parenthesized(list(groupOption)))),
  node('AddDatabases', words('ADD DATABASE'), field('databases', list(identifier))),
  node('RemoveDatabases', words('REMOVE DATABASE'), field('databases', list(identifier))),
  node('AddReplicas', words('ADD REPLICA ON'), field('replicas', replicas)),
  node('ModifyReplicas', words('MODIFY REPLICA ON'), field('replicas', replicas)),
  node('RemoveReplicas', words('REMOVE REPLICA ON'), field('servers', list(stringLiteral))),
  node('JoinAvailabilityGroups', words('JOIN AVAILABILITY GROUP ON'), field('groups', replicas)),
  node('ModifyAvailabilityGroups', words('MODIFY AVAILABILITY GROUP ON'), field('groups', replicas)),
  node(
    'JoinGroup',
    words('JOIN'),
    optional(words('WITH ( CLUSTER_TYPE ='), field('clusterType', keyword('WSFC', 'EXTERNAL', 'NONE')), words(')')),
  ),
  node('GroupFailover', choice('action', 'FAILOVER', 'FORCE_FAILOVER_ALLOW_DATA_LOSS', 'OFFLINE')),
  node('CreateAnyDatabase', choice('action', 'GRANT', 'DENY'), words('CREATE ANY DATABASE')),
  node('AddListener', words('ADD LISTENER'), ...listener),
  node('ModifyListener', words('MODIFY LISTENER'), ...listener),
  node('RemoveListener', words('REMOVE LISTENER'), field('listener', stringLiteral)),
  node('WithGroupOptions', words('WITH'), field('options', parenthesized(list(groupOption)))),
  node('RestartListener', words('RESTART LISTENER'), field('listener', stringLiteral)),
);

export const alterAvailabilityGroup = statement(
  'AlterAvailabilityGroup',
  'ALTER AVAILABILITY GROUP',
  field('name', identifier),
  field('change', change),
);

export const dropAvailabilityGroup = statement(
  'DropAvailabilityGroup',
  'DROP AVAILABILITY GROUP',
  field('name', identifier),
);

export const availabilityGroupStatements = [
  createAvailabilityGroup,
  alterAvailabilityGroup,
  dropAvailabilityGroup,
] as const;
