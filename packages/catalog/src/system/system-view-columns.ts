/**
 * Columns of the catalog views that scripts ask most often: `name type`, with `?` where the column may be NULL.
 * Source: learn.microsoft.com/sql/relational-databases/system-catalog-views and system-information-schema-views
 */

const OBJECT =
  'name sysname, object_id int, principal_id int?, schema_id int, parent_object_id int, type char(2)?, type_desc nvarchar(60)?, ' +
  'create_date datetime, modify_date datetime, is_ms_shipped bit, is_published bit, is_schema_published bit';

const COLUMN =
  'object_id int, name sysname?, column_id int, system_type_id tinyint, user_type_id int, max_length smallint, precision tinyint, ' +
  'scale tinyint, collation_name sysname?, is_nullable bit?, is_ansi_padded bit, is_rowguidcol bit, is_identity bit, ' +
  'is_computed bit, is_filestream bit, is_replicated bit?, is_non_sql_subscribed bit?, is_merge_published bit?, ' +
  'is_dts_replicated bit?, is_xml_document bit, xml_collection_id int, default_object_id int, rule_object_id int, ' +
  'is_sparse bit?, is_column_set bit?, generated_always_type tinyint?, generated_always_type_desc nvarchar(60)?, is_hidden bit, is_masked bit';

const MODULE_OBJECT = `${OBJECT}, is_auto_executed bit, is_execution_replicated bit?, is_repl_serializable_only bit?, skips_repl_constraints bit?`;

const SQL_MODULE =
  'object_id int, definition nvarchar(max)?, uses_ansi_nulls bit?, uses_quoted_identifier bit?, is_schema_bound bit?, uses_database_collation bit?, is_recompiled bit?, null_on_null_input bit?, execute_as_principal_id int?, uses_native_compilation bit?';

export const SYS_VIEWS = {
  all_columns: COLUMN,
  all_objects: OBJECT,
  all_sql_modules: SQL_MODULE,
  allocation_units:
    'allocation_unit_id bigint, type tinyint, type_desc nvarchar(60)?, container_id bigint, data_space_id int?, total_pages bigint, used_pages bigint, data_pages bigint',
  check_constraints: `${OBJECT}, is_disabled bit, is_not_for_replication bit, is_not_trusted bit, parent_column_id int, definition nvarchar(max)?, uses_database_collation bit?, is_system_named bit`,
  columns: COLUMN,
  computed_columns: `${COLUMN}, definition nvarchar(max)?, uses_database_collation bit, is_persisted bit`,
  configurations:
    'configuration_id int, name nvarchar(35), value sql_variant?, minimum sql_variant?, maximum sql_variant?, value_in_use sql_variant?, description nvarchar(255), is_dynamic bit, is_advanced bit',
  data_spaces:
    'name sysname, data_space_id int, type char(2), type_desc nvarchar(60)?, is_default bit?, is_system bit?',
  database_files:
    'file_id int, file_guid uniqueidentifier?, type tinyint, type_desc nvarchar(60)?, data_space_id int, name sysname, physical_name nvarchar(260)?, state tinyint?, state_desc nvarchar(60)?, size int, max_size int, growth int, is_media_read_only bit, is_read_only bit, is_sparse bit, is_percent_growth bit',
  database_principals:
    'name sysname, principal_id int, type char(1), type_desc nvarchar(60)?, default_schema_name sysname?, create_date datetime, modify_date datetime, owning_principal_id int?, sid varbinary(85)?, is_fixed_role bit, authentication_type int, authentication_type_desc nvarchar(60)?, default_language_name sysname?, default_language_lcid int?',
  database_role_members: 'role_principal_id int, member_principal_id int',
  databases:
    'name sysname, database_id int, source_database_id int?, owner_sid varbinary(85)?, create_date datetime, compatibility_level tinyint, collation_name sysname?, user_access tinyint?, user_access_desc nvarchar(60)?, is_read_only bit?, is_auto_close_on bit, is_auto_shrink_on bit?, state tinyint?, state_desc nvarchar(60)?, snapshot_isolation_state tinyint?, is_read_committed_snapshot_on bit?, recovery_model tinyint?, recovery_model_desc nvarchar(60)?, is_broker_enabled bit',
  default_constraints: `${OBJECT}, parent_column_id int, definition nvarchar(max)?, is_system_named bit`,
  destination_data_spaces: 'partition_scheme_id int, destination_id int, data_space_id int',
  dm_db_partition_stats:
    'partition_id bigint?, object_id int, index_id int, partition_number int, in_row_data_page_count bigint?, used_page_count bigint?, reserved_page_count bigint?, row_count bigint?',
  extended_properties:
    'class tinyint, class_desc nvarchar(60)?, major_id int, minor_id int, name sysname, value sql_variant?',
  filegroups:
    'name sysname, data_space_id int, type char(2), type_desc nvarchar(60)?, is_default bit?, is_system bit?, filegroup_guid uniqueidentifier?, log_filegroup_id int?, is_read_only bit?, is_autogrow_all_files bit?',
  foreign_key_columns:
    'constraint_object_id int, constraint_column_id int, parent_object_id int, parent_column_id int, referenced_object_id int, referenced_column_id int',
  foreign_keys: `${OBJECT}, referenced_object_id int?, key_index_id int?, is_disabled bit, is_not_for_replication bit, is_not_trusted bit, delete_referential_action tinyint?, delete_referential_action_desc nvarchar(60)?, update_referential_action tinyint?, update_referential_action_desc nvarchar(60)?, is_system_named bit`,
  fulltext_catalogs:
    'fulltext_catalog_id int, name sysname, path nvarchar(260)?, is_default bit, is_accent_sensitivity_on bit, data_space_id int?, file_id int?, principal_id int, is_importing bit',
  fulltext_indexes:
    'object_id int, unique_index_id int, fulltext_catalog_id int?, is_enabled bit, change_tracking_state char(1)?, change_tracking_state_desc nvarchar(60)?, has_crawl_completed bit, crawl_type char(1), crawl_type_desc nvarchar(60)?',
  identity_columns: `${COLUMN}, seed_value sql_variant?, increment_value sql_variant?, last_value sql_variant?, is_not_for_replication bit?`,
  index_columns:
    'object_id int, index_id int, index_column_id int, column_id int, key_ordinal tinyint, partition_ordinal tinyint, is_descending_key bit?, is_included_column bit?, column_store_order_ordinal tinyint',
  indexes:
    'object_id int, name sysname?, index_id int, type tinyint, type_desc nvarchar(60)?, is_unique bit?, data_space_id int?, ignore_dup_key bit?, is_primary_key bit?, is_unique_constraint bit?, fill_factor tinyint, is_padded bit?, is_disabled bit?, is_hypothetical bit?, is_ignored_in_optimization bit?, allow_row_locks bit?, allow_page_locks bit?, has_filter bit?, filter_definition nvarchar(max)?',
  key_constraints: `${OBJECT}, unique_index_id int?, is_system_named bit, is_enforced bit`,
  masked_columns: `${COLUMN}, masking_function nvarchar(4000)?`,
  objects: OBJECT,
  parameters:
    'object_id int, name sysname?, parameter_id int, system_type_id tinyint, user_type_id int, max_length smallint, precision tinyint, scale tinyint, is_output bit, is_cursor_ref bit, has_default_value bit, is_xml_document bit, default_value sql_variant?, xml_collection_id int, is_readonly bit, is_nullable bit?',
  partition_functions:
    'name sysname, function_id int, type char(2), type_desc nvarchar(60)?, fanout int, boundary_value_on_right bit, is_system bit?, create_date datetime, modify_date datetime',
  partition_parameters:
    'function_id int, parameter_id int, system_type_id tinyint, max_length smallint, precision tinyint, scale tinyint, collation_name sysname?, user_type_id int',
  partition_range_values: 'function_id int, boundary_id int, parameter_id int, value sql_variant?',
  partition_schemes:
    'name sysname, data_space_id int, type char(2), type_desc nvarchar(60)?, is_default bit?, is_system bit?, function_id int',
  partitions:
    'partition_id bigint, object_id int, index_id int, partition_number int, hobt_id bigint, rows bigint?, filestream_filegroup_id smallint, data_compression tinyint, data_compression_desc nvarchar(60)?',
  periods:
    'name sysname, period_type tinyint?, period_type_desc nvarchar(60)?, object_id int, start_column_id int, end_column_id int',
  procedures: MODULE_OBJECT,
  schemas: 'name sysname, schema_id int, principal_id int?',
  sequences: `${OBJECT}, start_value sql_variant, increment sql_variant, minimum_value sql_variant?, maximum_value sql_variant?, is_cycling bit?, is_cached bit?, cache_size int?, system_type_id tinyint, user_type_id int, precision tinyint, scale tinyint?, current_value sql_variant, is_exhausted bit, last_used_value sql_variant?`,
  server_audits:
    'audit_id int, name sysname, audit_guid uniqueidentifier?, create_date datetime, modify_date datetime, principal_id int?, type char(2), type_desc nvarchar(60)?, on_failure tinyint?, on_failure_desc nvarchar(60)?, is_state_enabled bit?, queue_delay int?, predicate nvarchar(3000)?',
  server_audit_specifications:
    'server_specification_id int, name sysname, create_date datetime, modify_date datetime, audit_guid uniqueidentifier?, is_state_enabled bit?',
  database_audit_specifications:
    'database_specification_id int, name sysname, create_date datetime, modify_date datetime, audit_guid uniqueidentifier?, is_state_enabled bit?',
  servers:
    'server_id int, name sysname, product sysname, provider sysname, data_source nvarchar(4000)?, location nvarchar(4000)?, provider_string nvarchar(4000)?, catalog sysname?, connect_timeout int?, query_timeout int?, is_linked bit, is_remote_login_enabled bit, is_rpc_out_enabled bit, is_data_access_enabled bit, is_collation_compatible bit, uses_remote_collation bit, collation_name sysname?, lazy_schema_validation bit, is_system bit, is_publisher bit, is_subscriber bit?, is_distributor bit?, is_nonsql_subscriber bit?, is_remote_proc_transaction_promotion_enabled bit?, modify_date datetime',
  sql_expression_dependencies:
    'referencing_id int, referencing_minor_id int, referencing_class tinyint?, referencing_class_desc nvarchar(60)?, is_schema_bound_reference bit, referenced_class tinyint?, referenced_class_desc nvarchar(60)?, referenced_server_name sysname?, referenced_database_name sysname?, referenced_schema_name sysname?, referenced_entity_name sysname?, referenced_id int?, referenced_minor_id int, is_caller_dependent bit, is_ambiguous bit',
  sql_modules: SQL_MODULE,
  synonyms: `${OBJECT}, base_object_name nvarchar(1035)?`,
  syslanguages:
    'langid smallint, dateformat nchar(3), datefirst tinyint, upgrade int?, name sysname, alias sysname?, months nvarchar(372)?, shortmonths nvarchar(132)?, days nvarchar(217)?, lcid int, msglangid smallint',
  tables: `${OBJECT}, lob_data_space_id int, filestream_data_space_id int?, max_column_id_used int, lock_on_bulk_load bit, uses_ansi_nulls bit?, is_replicated bit?, has_replication_filter bit?, is_merge_published bit?, is_sync_tran_subscribed bit?, has_unchecked_assembly_data bit, text_in_row_limit int?, large_value_types_out_of_row bit?, is_tracked_by_cdc bit?, lock_escalation tinyint?, lock_escalation_desc nvarchar(60)?, is_filetable bit?, is_memory_optimized bit?, durability tinyint?, durability_desc nvarchar(60)?, temporal_type tinyint?, temporal_type_desc nvarchar(60)?, history_table_id int?, is_remote_data_archive_enabled bit?, is_external bit, is_node bit, is_edge bit`,
  table_types:
    'name sysname, system_type_id tinyint, user_type_id int, schema_id int, principal_id int?, max_length smallint, precision tinyint, scale tinyint, collation_name sysname?, is_nullable bit?, is_user_defined bit, is_assembly_type bit, default_object_id int, rule_object_id int, is_table_type bit, type_table_object_id int, is_memory_optimized bit?',
  trigger_events:
    'object_id int, type int, type_desc nvarchar(60), is_first bit?, is_last bit?, event_group_type int?, event_group_type_desc nvarchar(60)?, is_trigger_event bit?',
  triggers:
    'name sysname, object_id int, parent_class tinyint, parent_class_desc nvarchar(60)?, parent_id int, type char(2), type_desc nvarchar(60)?, create_date datetime, modify_date datetime, is_ms_shipped bit, is_disabled bit, is_not_for_replication bit, is_instead_of_trigger bit',
  types:
    'name sysname, system_type_id tinyint, user_type_id int, schema_id int, principal_id int?, max_length smallint, precision tinyint, scale tinyint, collation_name sysname?, is_nullable bit?, is_user_defined bit, is_assembly_type bit, default_object_id int, rule_object_id int, is_table_type bit',
  views: `${OBJECT}, is_replicated bit?, has_replication_filter bit?, has_opaque_metadata bit, has_unchecked_assembly_data bit, with_check_option bit, is_date_correlation_view bit`,
  sysobjects:
    'name sysname, id int, xtype char(2), uid smallint?, info smallint?, status int?, base_schema_ver int?, replinfo int?, parent_obj int, crdate datetime, ftcatid smallint?, schema_ver int?, stats_schema_ver int?, type char(2)?, userstat smallint?, sysstat smallint?, indexdel smallint?, refdate datetime, version int?, deltrig int?, instrig int?, updtrig int?, seltrig int?, category int?, cache smallint?',
  syscolumns:
    'name sysname?, id int, xtype tinyint, typestat tinyint?, xusertype smallint?, length smallint, xprec tinyint, xscale tinyint, colid smallint?, xoffset smallint?, bitpos tinyint?, reserved tinyint?, colstat smallint?, cdefault int, domain int, number smallint?, colorder smallint?, offset smallint?, collationid int?, language int?, status tinyint?, type tinyint, usertype smallint?, prec smallint?, scale int?, iscomputed int?, isoutparam int?, isnullable int?, collation sysname?',
  sysdatabases:
    'name sysname, dbid smallint?, sid varbinary(85)?, mode smallint?, status int?, status2 int?, crdate datetime, reserved datetime?, category int?, cmptlevel tinyint, filename nvarchar(260)?, version smallint?',
  sysindexes:
    'id int, status int?, first binary(6)?, indid smallint?, root binary(6)?, minlen smallint?, keycnt smallint?, groupid smallint?, dpages int?, reserved int?, used int?, rowcnt bigint?, rowmodctr int?, name sysname?, rows int?',
} as const;

/** Tables of msdb that tell of SQL Server Agent. Source: learn.microsoft.com/sql/relational-databases/system-tables */
export const MSDB_VIEWS = {
  sysjobs:
    'job_id uniqueidentifier, originating_server_id int, name sysname, enabled tinyint, description nvarchar(512)?, start_step_id int, category_id int, owner_sid varbinary(85), notify_level_eventlog int, notify_level_email int, notify_level_netsend int, notify_level_page int, delete_level int, date_created datetime, date_modified datetime, version_number int',
  sysjobsteps:
    'job_id uniqueidentifier, step_id int, step_name sysname, subsystem nvarchar(40), command nvarchar(max)?, flags int, additional_parameters nvarchar(max)?, cmdexec_success_code int, on_success_action tinyint, on_success_step_id int, on_fail_action tinyint, on_fail_step_id int, server sysname?, database_name sysname?, database_user_name sysname?, retry_attempts int, retry_interval int, os_run_priority int, output_file_name nvarchar(200)?, last_run_outcome int, last_run_duration int, last_run_retries int, last_run_date int, last_run_time int, proxy_id int?',
} as const;

export const INFORMATION_SCHEMA_VIEWS = {
  CHECK_CONSTRAINTS:
    'CONSTRAINT_CATALOG nvarchar(128)?, CONSTRAINT_SCHEMA nvarchar(128)?, CONSTRAINT_NAME sysname, CHECK_CLAUSE nvarchar(4000)?',
  COLUMNS:
    'TABLE_CATALOG nvarchar(128)?, TABLE_SCHEMA nvarchar(128)?, TABLE_NAME sysname, COLUMN_NAME sysname?, ORDINAL_POSITION int?, COLUMN_DEFAULT nvarchar(4000)?, IS_NULLABLE varchar(3)?, DATA_TYPE nvarchar(128)?, CHARACTER_MAXIMUM_LENGTH int?, CHARACTER_OCTET_LENGTH int?, NUMERIC_PRECISION tinyint?, NUMERIC_PRECISION_RADIX smallint?, NUMERIC_SCALE int?, DATETIME_PRECISION smallint?, CHARACTER_SET_CATALOG sysname?, CHARACTER_SET_SCHEMA sysname?, CHARACTER_SET_NAME sysname?, COLLATION_CATALOG sysname?, COLLATION_SCHEMA sysname?, COLLATION_NAME sysname?, DOMAIN_CATALOG sysname?, DOMAIN_SCHEMA sysname?, DOMAIN_NAME sysname?',
  CONSTRAINT_COLUMN_USAGE:
    'TABLE_CATALOG nvarchar(128)?, TABLE_SCHEMA nvarchar(128)?, TABLE_NAME nvarchar(128), COLUMN_NAME nvarchar(128)?, CONSTRAINT_CATALOG nvarchar(128)?, CONSTRAINT_SCHEMA nvarchar(128)?, CONSTRAINT_NAME nvarchar(128)',
  CONSTRAINT_TABLE_USAGE:
    'TABLE_CATALOG nvarchar(128)?, TABLE_SCHEMA nvarchar(128)?, TABLE_NAME sysname, CONSTRAINT_CATALOG nvarchar(128)?, CONSTRAINT_SCHEMA nvarchar(128)?, CONSTRAINT_NAME sysname',
  DOMAINS:
    'DOMAIN_CATALOG nvarchar(128)?, DOMAIN_SCHEMA nvarchar(128)?, DOMAIN_NAME sysname, DATA_TYPE sysname?, CHARACTER_MAXIMUM_LENGTH int?, CHARACTER_OCTET_LENGTH int?, COLLATION_CATALOG sysname?, COLLATION_SCHEMA sysname?, COLLATION_NAME sysname?, NUMERIC_PRECISION tinyint?, NUMERIC_PRECISION_RADIX smallint?, NUMERIC_SCALE tinyint?, DATETIME_PRECISION smallint?, DOMAIN_DEFAULT nvarchar(4000)?',
  KEY_COLUMN_USAGE:
    'CONSTRAINT_CATALOG nvarchar(128)?, CONSTRAINT_SCHEMA nvarchar(128)?, CONSTRAINT_NAME sysname, TABLE_CATALOG nvarchar(128)?, TABLE_SCHEMA nvarchar(128)?, TABLE_NAME sysname, COLUMN_NAME nvarchar(128)?, ORDINAL_POSITION int',
  PARAMETERS:
    'SPECIFIC_CATALOG nvarchar(128)?, SPECIFIC_SCHEMA nvarchar(128)?, SPECIFIC_NAME sysname, ORDINAL_POSITION int, PARAMETER_MODE nvarchar(10)?, IS_RESULT nvarchar(10)?, AS_LOCATOR nvarchar(10)?, PARAMETER_NAME sysname?, DATA_TYPE nvarchar(128)?, CHARACTER_MAXIMUM_LENGTH int?, NUMERIC_PRECISION tinyint?, NUMERIC_SCALE int?',
  REFERENTIAL_CONSTRAINTS:
    'CONSTRAINT_CATALOG nvarchar(128)?, CONSTRAINT_SCHEMA nvarchar(128)?, CONSTRAINT_NAME sysname, UNIQUE_CONSTRAINT_CATALOG nvarchar(128)?, UNIQUE_CONSTRAINT_SCHEMA nvarchar(128)?, UNIQUE_CONSTRAINT_NAME sysname?, MATCH_OPTION varchar(7)?, UPDATE_RULE varchar(11)?, DELETE_RULE varchar(11)?',
  ROUTINES:
    'SPECIFIC_CATALOG nvarchar(128)?, SPECIFIC_SCHEMA nvarchar(128)?, SPECIFIC_NAME sysname, ROUTINE_CATALOG nvarchar(128)?, ROUTINE_SCHEMA nvarchar(128)?, ROUTINE_NAME sysname, ROUTINE_TYPE nvarchar(20)?, DATA_TYPE nvarchar(128)?, CHARACTER_MAXIMUM_LENGTH int?, ROUTINE_BODY nvarchar(30)?, ROUTINE_DEFINITION nvarchar(4000)?, CREATED datetime, LAST_ALTERED datetime',
  SCHEMATA:
    'CATALOG_NAME nvarchar(128)?, SCHEMA_NAME nvarchar(128), SCHEMA_OWNER nvarchar(128)?, DEFAULT_CHARACTER_SET_CATALOG sysname?, DEFAULT_CHARACTER_SET_SCHEMA sysname?, DEFAULT_CHARACTER_SET_NAME sysname?',
  TABLES: 'TABLE_CATALOG nvarchar(128)?, TABLE_SCHEMA nvarchar(128)?, TABLE_NAME sysname, TABLE_TYPE varchar(10)?',
  TABLE_CONSTRAINTS:
    'CONSTRAINT_CATALOG nvarchar(128)?, CONSTRAINT_SCHEMA nvarchar(128)?, CONSTRAINT_NAME sysname, TABLE_CATALOG nvarchar(128)?, TABLE_SCHEMA nvarchar(128)?, TABLE_NAME sysname, CONSTRAINT_TYPE varchar(11)?, IS_DEFERRABLE varchar(2), INITIALLY_DEFERRED varchar(2)',
  VIEWS:
    'TABLE_CATALOG nvarchar(128)?, TABLE_SCHEMA nvarchar(128)?, TABLE_NAME sysname, VIEW_DEFINITION nvarchar(4000)?, CHECK_OPTION varchar(7)?, IS_UPDATABLE varchar(2)',
} as const;
