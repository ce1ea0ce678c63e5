import { tableByName } from '@datamigrate/foundation';
/**
 * What becomes of each type of element of model.xml. Source of the names: the model schema of DacFx
 * (learn.microsoft.com/dotnet/api/microsoft.sqlserver.dac.model.modelschema), seen in packages of SqlPackage.
 */
export type ElementFate =
  /** Written as T-SQL, in this order. */
  | { readonly fate: 'define'; readonly rank: number }
  /** A part of another element. */
  | { readonly fate: 'part' }
  /** Nothing about rows or meanings depends on it. */
  | { readonly fate: 'ignore'; readonly reason: string };

const define = (rank: number): ElementFate => ({ fate: 'define', rank });
const ignore = (reason: string): ElementFate => ({ fate: 'ignore', reason });
const PART: ElementFate = { fate: 'part' };
const PERMISSIONS = ignore('who may do what is no part of a dbt project');
const STORAGE = ignore('where and how rows are stored changes none of them');
const SEARCH = ignore('indexes for searching change no rows');
const DATABASE = ignore('it is a setting of the server');

export const ELEMENT_FATES = tableByName<ElementFate>({
  SqlSchema: define(0),
  SqlUserDefinedDataType: define(2),
  SqlTableType: define(3),
  SqlSequence: define(4),
  SqlLinkedServer: define(4),
  SqlPartitionFunction: define(4),
  SqlPartitionScheme: define(5),
  SqlSynonym: define(4),
  SqlScalarFunction: define(5),
  SqlInlineTableValuedFunction: define(5),
  SqlMultiStatementTableValuedFunction: define(5),
  SqlTable: define(6),
  SqlIndex: define(7),
  SqlView: define(8),
  SqlProcedure: define(9),
  SqlDmlTrigger: define(10),
  SqlDatabaseDdlTrigger: define(10),
  SqlExtendedProperty: define(12),
  SqlPrimaryKeyConstraint: PART,
  SqlUniqueConstraint: PART,
  SqlForeignKeyConstraint: PART,
  SqlCheckConstraint: PART,
  SqlDefaultConstraint: PART,
  SqlDatabaseOptions: PART,
  SqlPermissionStatement: PERMISSIONS,
  SqlUser: PERMISSIONS,
  SqlLogin: PERMISSIONS,
  SqlRole: PERMISSIONS,
  SqlRoleMembership: PERMISSIONS,
  SqlApplicationRole: PERMISSIONS,
  SqlServerRoleMembership: PERMISSIONS,
  SqlUserDefinedServerRole: PERMISSIONS,
  SqlCertificate: PERMISSIONS,
  SqlAsymmetricKey: PERMISSIONS,
  SqlSymmetricKey: PERMISSIONS,
  SqlMasterKey: PERMISSIONS,
  SqlColumnMasterKey: PERMISSIONS,
  SqlColumnEncryptionKey: PERMISSIONS,
  SqlSignature: PERMISSIONS,
  SqlDatabaseCredential: PERMISSIONS,
  SqlCredential: PERMISSIONS,
  SqlServerAudit: PERMISSIONS,
  SqlServerAuditSpecification: PERMISSIONS,
  SqlDatabaseAuditSpecification: PERMISSIONS,
  SqlFilegroup: STORAGE,
  SqlFile: STORAGE,
  SqlLogFile: STORAGE,
  SqlStatistic: SEARCH,
  SqlXmlIndex: SEARCH,
  SqlSelectiveXmlIndex: SEARCH,
  SqlSpatialIndex: SEARCH,
  SqlColumnStoreIndex: SEARCH,
  SqlFullTextIndex: SEARCH,
  SqlFullTextCatalog: SEARCH,
  SqlFullTextStopList: SEARCH,
  SqlSearchPropertyList: SEARCH,
  SqlXmlSchemaCollection: ignore('it says which xml is valid; columns of typed xml are taken over as xml'),
  SqlGenericDatabaseScopedConfigurationOptions: DATABASE,
  SqlDatabaseScopedConfigurationOptions: DATABASE,
  SqlLinkedServerLogin: DATABASE,
  SqlEndpoint: DATABASE,
  SqlEventSession: DATABASE,
  SqlResourceGovernor: DATABASE,
  SqlErrorMessage: DATABASE,
});
