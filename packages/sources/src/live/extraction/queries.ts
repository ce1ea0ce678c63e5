import { column, type Features } from './features.js';

/** Which objects are the database's own: no system objects, no tables of tools. */
const OWN = 'o.is_ms_shipped = 0';

/** Types, tables and what stands in them: one round trip. Each set is known by the name of its first column. */
export function tableQueries(features: Features): string {
  return [
    `SELECT s.name AS schema_of_database FROM sys.schemas s
WHERE s.name NOT IN ('sys', 'INFORMATION_SCHEMA', 'guest') AND s.schema_id < 16384 ORDER BY s.schema_id;`,
    `SELECT SCHEMA_NAME(t.schema_id) AS alias_schema, t.name, b.name AS base, t.max_length, t.precision, t.scale, t.is_nullable
FROM sys.types t JOIN sys.types b ON b.user_type_id = t.system_type_id
WHERE t.is_user_defined = 1 AND t.is_table_type = 0 AND t.is_assembly_type = 0 ORDER BY t.user_type_id;`,
    `SELECT t.type_table_object_id AS table_type_id, SCHEMA_NAME(t.schema_id) AS type_schema, t.name
FROM sys.table_types t WHERE t.is_user_defined = 1 ORDER BY t.user_type_id;`,
    `SELECT o.object_id AS table_id, SCHEMA_NAME(o.schema_id) AS table_schema, o.name,
  ${column(features, 'o', 'tables', 'is_external', '0')}, ${column(features, 'o', 'tables', 'is_node', '0')}, ${column(features, 'o', 'tables', 'is_edge', '0')},
  ${column(features, 'o', 'tables', 'temporal_type', '0')}, ${column(features, 'o', 'tables', 'history_table_id', 'NULL')}
FROM sys.tables o WHERE ${OWN} ORDER BY o.create_date;`,
    `SELECT c.object_id AS column_of, c.column_id, c.name, ty.name AS type, b.name AS base,
  CASE WHEN ty.is_user_defined = 1 AND ty.is_assembly_type = 0 THEN SCHEMA_NAME(ty.schema_id) END AS alias_schema,
  c.max_length, c.precision, c.scale, c.collation_name, c.is_nullable, c.is_rowguidcol,
  CONVERT(varchar(40), i.seed_value) AS seed, CONVERT(varchar(40), i.increment_value) AS increment,
  d.name AS default_name, d.is_system_named, d.definition AS default_definition,
  m.definition AS computed_definition, m.is_persisted,
  ${column(features, 'c', 'columns', 'generated_always_type', '0')}, ${column(features, 'c', 'columns', 'is_hidden', '0')},
  ${column(features, 'c', 'columns', 'is_sparse', '0')}, ${column(features, 'k', 'masked_columns', 'masking_function', 'NULL')}
FROM sys.columns c
JOIN sys.objects o ON o.object_id = c.object_id AND o.type IN ('U', 'TT')
JOIN sys.types ty ON ty.user_type_id = c.user_type_id
LEFT JOIN sys.types b ON b.user_type_id = c.system_type_id
LEFT JOIN sys.identity_columns i ON i.object_id = c.object_id AND i.column_id = c.column_id
LEFT JOIN sys.default_constraints d ON d.parent_object_id = c.object_id AND d.parent_column_id = c.column_id
LEFT JOIN sys.computed_columns m ON m.object_id = c.object_id AND m.column_id = c.column_id
${features.has('masked_columns.masking_function') ? 'LEFT JOIN sys.masked_columns k ON k.object_id = c.object_id AND k.column_id = c.column_id\n' : ''}WHERE (${OWN} OR o.type = 'TT') ORDER BY c.object_id, c.column_id;`,
    `SELECT i.object_id AS index_of, i.index_id, i.name, i.type, i.is_unique, i.is_primary_key, i.is_unique_constraint,
  i.filter_definition, k.is_system_named, x.column_id, x.is_included_column
FROM sys.indexes i
JOIN sys.objects o ON o.object_id = i.object_id AND o.type IN ('U', 'TT')
JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id
LEFT JOIN sys.key_constraints k ON k.parent_object_id = i.object_id AND k.unique_index_id = i.index_id
WHERE (${OWN} OR o.type = 'TT') AND i.type IN (1, 2) AND i.is_hypothetical = 0 AND (x.key_ordinal > 0 OR x.is_included_column = 1)
ORDER BY i.object_id, i.index_id, x.is_included_column, x.key_ordinal, x.index_column_id;`,
    `SELECT f.parent_object_id AS foreign_key_of, f.object_id, f.name, f.is_system_named, f.referenced_object_id,
  f.is_not_trusted, f.delete_referential_action_desc, f.update_referential_action_desc, x.parent_column_id, x.referenced_column_id
FROM sys.foreign_keys f JOIN sys.foreign_key_columns x ON x.constraint_object_id = f.object_id
WHERE f.is_ms_shipped = 0 ORDER BY f.create_date, x.constraint_column_id;`,
    `SELECT k.parent_object_id AS check_of, k.name, k.is_system_named, k.definition
FROM sys.check_constraints k WHERE k.is_ms_shipped = 0 ORDER BY k.create_date;`,
    `SELECT p.object_id AS counted_table, SUM(p.rows) AS rows
FROM sys.partitions p WHERE p.index_id IN (0, 1) GROUP BY p.object_id;`,
  ].join('\n');
}

/** Texts of modules, sequences, synonyms and descriptions: one round trip. */
export function moduleQueries(): string {
  return [
    `SELECT o.object_id AS module_id, SCHEMA_NAME(o.schema_id) AS module_schema, o.name, o.type, m.definition,
  m.uses_ansi_nulls, m.uses_quoted_identifier, SCHEMA_NAME(p.schema_id) AS parent_schema, p.name AS parent_name,
  OBJECTPROPERTY(o.object_id, 'IsEncrypted') AS is_encrypted
FROM sys.objects o
LEFT JOIN sys.sql_modules m ON m.object_id = o.object_id
LEFT JOIN sys.objects p ON p.object_id = o.parent_object_id
WHERE ${OWN} AND o.type IN ('V', 'P', 'FN', 'IF', 'TF', 'TR', 'PC', 'FS', 'FT', 'AF', 'X', 'RF', 'TA')
ORDER BY o.create_date;`,
    `SELECT SCHEMA_NAME(q.schema_id) AS sequence_schema, q.name, t.name AS type, q.precision,
  CONVERT(varchar(40), q.start_value) AS start_value, CONVERT(varchar(40), q.increment) AS increment
FROM sys.sequences q JOIN sys.types t ON t.user_type_id = q.system_type_id ORDER BY q.create_date;`,
    `SELECT SCHEMA_NAME(y.schema_id) AS synonym_schema, y.name, y.base_object_name FROM sys.synonyms y ORDER BY y.create_date;`,
    `SELECT d.referencing_id AS dependency_of, d.referenced_schema_name, d.referenced_entity_name
FROM sys.sql_expression_dependencies d
WHERE d.referencing_class = 1 AND d.referenced_class = 1 AND d.referenced_database_name IS NULL AND d.referenced_server_name IS NULL;`,
    `SELECT e.major_id AS described_id, e.minor_id, CONVERT(nvarchar(4000), e.value) AS text
FROM sys.extended_properties e WHERE e.class = 1 AND e.name = N'MS_Description';`,
  ].join('\n');
}
