import { assemblyStatements } from './statements/assemblies.js';
import { backupStatements } from './statements/backup/backup.js';
import { restoreStatements } from './statements/backup/restore.js';
import { conversationStatements } from './statements/broker/conversations.js';
import { queueStatements } from './statements/broker/queues.js';
import { brokerServiceStatements } from './statements/broker/services.js';
import { bulkStatements } from './statements/bulk.js';
import { cursorStatements } from './statements/cursors.js';
import { alterDatabaseStatements } from './statements/database/alter-database.js';
import { configurationStatements } from './statements/database/configuration.js';
import { createDatabaseStatements } from './statements/database/create-database.js';
import { dbccStatements } from './statements/dbcc.js';
import { dropStatements } from './statements/drop.js';
import { externalDataStatements } from './statements/external/data-sources.js';
import { externalLibraryStatements } from './statements/external/libraries.js';
import { externalTableStatements } from './statements/external/tables.js';
import { flowStatements } from './statements/flow.js';
import { fullTextCatalogStatements } from './statements/full-text/catalogs.js';
import { fullTextIndexStatements } from './statements/full-text/indexes.js';
import { certificateStatements } from './statements/keys/certificates.js';
import { columnKeyStatements } from './statements/keys/column-keys.js';
import { symmetricKeyStatements } from './statements/keys/symmetric-keys.js';
import { moduleStatements } from './statements/modules.js';
import { partitionStatements } from './statements/partitions.js';
import { schemaObjectStatements } from './statements/schema-objects.js';
import { schemaStatements } from './statements/schemas.js';
import { executionContextStatements } from './statements/security/execution-context.js';
import { grantStatements } from './statements/security/grants.js';
import { policyStatements } from './statements/security/policies.js';
import { principalStatements } from './statements/security/principals.js';
import { auditStatements } from './statements/server/audits.js';
import { availabilityGroupStatements } from './statements/server/availability-groups.js';
import { serverConfigurationStatements } from './statements/server/configuration.js';
import { endpointStatements } from './statements/server/endpoints.js';
import { eventStatements } from './statements/server/events.js';
import { resourceGovernorStatements } from './statements/server/resource-governor.js';
import { serverControlStatements } from './statements/server/server-control.js';
import { settingStatements } from './statements/settings.js';
import { statisticsStatements } from './statements/statistics.js';
import { synapseStatements } from './statements/synapse.js';
import { alterTableStatements } from './statements/tables/alter-table.js';
import { createTableStatements } from './statements/tables/create-table.js';
import { indexStatements } from './statements/tables/indexes.js';
import { newerIndexStatements } from './statements/tables/newer-indexes.js';
import { textPointerStatements } from './statements/text-pointers.js';
import { triggerStatements } from './statements/triggers.js';
import { variableStatements } from './statements/variables.js';
import { xmlSchemaCollectionStatements } from './statements/xml/schema-collections.js';
import { xmlIndexStatements } from './statements/xml/xml-indexes.js';

/** All described statements. A new family is one file under statements/ and one line here. */
export const statementRules = [
  ...variableStatements,
  ...flowStatements,
  ...cursorStatements,
  ...settingStatements,
  ...moduleStatements,
  ...xmlIndexStatements,
  ...createTableStatements,
  ...alterTableStatements,
  ...indexStatements,
  ...schemaObjectStatements,
  ...schemaStatements,
  ...dropStatements,
  ...backupStatements,
  ...restoreStatements,
  ...alterDatabaseStatements,
  ...configurationStatements,
  ...createDatabaseStatements,
  ...dbccStatements,
  ...certificateStatements,
  ...columnKeyStatements,
  ...symmetricKeyStatements,
  ...executionContextStatements,
  ...grantStatements,
  ...policyStatements,
  ...principalStatements,
  ...auditStatements,
  ...availabilityGroupStatements,
  ...serverConfigurationStatements,
  ...endpointStatements,
  ...eventStatements,
  ...resourceGovernorStatements,
  ...serverControlStatements,
  ...statisticsStatements,
  ...assemblyStatements,
  ...conversationStatements,
  ...queueStatements,
  ...brokerServiceStatements,
  ...bulkStatements,
  ...externalDataStatements,
  ...externalLibraryStatements,
  ...externalTableStatements,
  ...fullTextCatalogStatements,
  ...fullTextIndexStatements,
  ...newerIndexStatements,
  ...partitionStatements,
  ...synapseStatements,
  ...textPointerStatements,
  ...triggerStatements,
  ...xmlSchemaCollectionStatements,
] as const;
