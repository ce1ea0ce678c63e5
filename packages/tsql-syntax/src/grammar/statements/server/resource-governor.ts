import { keyword, option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { identifier, integer, objectName, stringLiteral } from '../../values.js';
import { numberRange } from './configuration.js';

const affinity = node(
  'PoolAffinity',
  words('AFFINITY'),
  choice('unit', 'SCHEDULER', 'NUMANODE', 'CPU'),
  words('='),
  flag('auto', 'AUTO'),
  optional(field('ranges', parenthesized(list(numberRange)))),
);

/** learn.microsoft.com/sql/t-sql/statements/create-resource-pool-transact-sql */
const poolOption = either(
  affinity,
  option('ResourcePoolOption', {
    MIN_CPU_PERCENT: integer,
    MAX_CPU_PERCENT: integer,
    CAP_CPU_PERCENT: integer,
    MIN_MEMORY_PERCENT: integer,
    MAX_MEMORY_PERCENT: integer,
    TARGET_MEMORY_PERCENT: integer,
    MIN_IO_PERCENT: integer,
    MAX_IO_PERCENT: integer,
    CAP_IO_PERCENT: integer,
    MIN_IOPS_PER_VOLUME: integer,
    MAX_IOPS_PER_VOLUME: integer,
  }),
);

const poolOptions = optional(words('WITH'), field('options', parenthesized(list(poolOption))));

export const createResourcePool = statement(
  'CreateResourcePool',
  'CREATE RESOURCE POOL',
  field('name', identifier),
  poolOptions,
);
export const alterResourcePool = statement(
  'AlterResourcePool',
  'ALTER RESOURCE POOL',
  field('name', identifier),
  poolOptions,
);
export const dropResourcePool = statement('DropResourcePool', 'DROP RESOURCE POOL', field('name', identifier));

/** learn.microsoft.com/sql/t-sql/statements/create-external-resource-pool-transact-sql */
const externalPoolOption = either(
  affinity,
  option('ExternalResourcePoolOption', {
    MAX_CPU_PERCENT: integer,
    MAX_MEMORY_PERCENT: integer,
    MAX_PROCESSES: integer,
  }),
);

const externalPoolOptions = optional(words('WITH'), field('options', parenthesized(list(externalPoolOption))));

export const createExternalResourcePool = statement(
  'CreateExternalResourcePool',
  'CREATE EXTERNAL RESOURCE POOL',
  field('name', identifier),
  externalPoolOptions,
);
export const alterExternalResourcePool = statement(
  'AlterExternalResourcePool',
  'ALTER EXTERNAL RESOURCE POOL',
  field('name', identifier),
  externalPoolOptions,
);
export const dropExternalResourcePool = statement(
  'DropExternalResourcePool',
  'DROP EXTERNAL RESOURCE POOL',
  field('name', identifier),
);

const importance = keyword('LOW', 'BELOW_NORMAL', 'NORMAL', 'MEDIUM', 'ABOVE_NORMAL', 'HIGH');

/** learn.microsoft.com/sql/t-sql/statements/create-workload-group-transact-sql, with the tab of Synapse */
const groupOption = option('WorkloadGroupOption', {
  IMPORTANCE: importance,
  REQUEST_MAX_MEMORY_GRANT_PERCENT: integer,
  REQUEST_MAX_CPU_TIME_SEC: integer,
  REQUEST_MEMORY_GRANT_TIMEOUT_SEC: integer,
  MAX_DOP: integer,
  GROUP_MAX_REQUESTS: integer,
  GROUP_MIN_MEMORY_PERCENT: integer,
  GROUP_MAX_TEMPDB_DATA_MB: integer,
  GROUP_MAX_TEMPDB_DATA_PERCENT: integer,
  MIN_PERCENTAGE_RESOURCE: integer,
  CAP_PERCENTAGE_RESOURCE: integer,
  REQUEST_MIN_RESOURCE_GRANT_PERCENT: integer,
  REQUEST_MAX_RESOURCE_GRANT_PERCENT: integer,
  QUERY_EXECUTION_TIMEOUT_SEC: integer,
});

const pool = node('WorkloadGroupPool', flag('external', 'EXTERNAL'), field('name', identifier));

const groupParts = [
  field('name', identifier),
  optional(words('WITH'), field('options', parenthesized(list(groupOption)))),
  optional(words('USING'), field('pools', list(pool))),
] as const;

export const createWorkloadGroup = statement('CreateWorkloadGroup', 'CREATE WORKLOAD GROUP', ...groupParts);
export const alterWorkloadGroup = statement('AlterWorkloadGroup', 'ALTER WORKLOAD GROUP', ...groupParts);
export const dropWorkloadGroup = statement('DropWorkloadGroup', 'DROP WORKLOAD GROUP', field('name', identifier));

/** learn.microsoft.com/sql/t-sql/statements/create-workload-classifier-transact-sql */
export const createWorkloadClassifier = statement(
  'CreateWorkloadClassifier',
  'CREATE WORKLOAD CLASSIFIER',
  field('name', identifier),
  words('WITH'),
  field(
    'options',
    parenthesized(
      list(
        option('WorkloadClassifierOption', {
          WORKLOAD_GROUP: stringLiteral,
          MEMBERNAME: stringLiteral,
          WLM_CONTEXT: stringLiteral,
          WLM_LABEL: stringLiteral,
          START_TIME: stringLiteral,
          END_TIME: stringLiteral,
          IMPORTANCE: importance,
        }),
      ),
    ),
  ),
);
export const dropWorkloadClassifier = statement(
  'DropWorkloadClassifier',
  'DROP WORKLOAD CLASSIFIER',
  field('name', identifier),
);

const governorAction = either(
  node('GovernorCommand', choice('command', 'DISABLE', 'RECONFIGURE', 'RESET STATISTICS')),
  node(
    'GovernorOptions',
    words('WITH'),
    field(
      'options',
      parenthesized(
        list(
          option('GovernorOption', {
            CLASSIFIER_FUNCTION: either(keyword('NULL'), objectName),
            MAX_OUTSTANDING_IO_PER_VOLUME: integer,
          }),
        ),
      ),
    ),
  ),
);

/** learn.microsoft.com/sql/t-sql/statements/alter-resource-governor-transact-sql */
export const alterResourceGovernor = statement(
  'AlterResourceGovernor',
  'ALTER RESOURCE GOVERNOR',
  field('action', governorAction),
);

export const resourceGovernorStatements = [
  createResourcePool,
  alterResourcePool,
  dropResourcePool,
  createExternalResourcePool,
  alterExternalResourcePool,
  dropExternalResourcePool,
  createWorkloadGroup,
  alterWorkloadGroup,
  dropWorkloadGroup,
  createWorkloadClassifier,
  dropWorkloadClassifier,
  alterResourceGovernor,
] as const;
