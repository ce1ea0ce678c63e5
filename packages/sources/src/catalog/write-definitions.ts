import {
  type AgentJob,
  type AliasType,
  type Catalog,
  CatalogIndex,
  type Module,
  type QualifiedName,
  quotedIdentifier,
  quotedName,
  quotedText,
  type Sequence,
  type Synonym,
  type TableType,
  typeText,
} from '@datamigrate/catalog';
import type { Script } from '@datamigrate/tsql-engine';
import { levelText } from '../package/description-script.js';
import { storageTexts } from './write-storage.js';
import { columnText, tableTexts, uniqueText, versioningText } from './write-table.js';

/**
 * A catalog as the T-SQL that makes it again: loading these scripts gives the same catalog. Modules come before tables,
 * in their order: they are kept as text, and computed columns may call them.
 */
export function writeDefinitions(catalog: Catalog): readonly Script[] {
  const { collation } = catalog.database;
  const texts = [
    ...catalog.schemas
      .filter((schema) => schema.toLowerCase() !== 'dbo')
      .map((name) => `CREATE SCHEMA ${quotedIdentifier(name)};`),
    ...catalog.aliasTypes.map(aliasTypeText),
    ...catalog.tableTypes.map((type) => tableTypeText(type, collation)),
    ...catalog.sequences.map(sequenceText),
    ...catalog.synonyms.map(synonymText),
  ];
  const index = new CatalogIndex(catalog);
  const others = (catalog.otherDatabases ?? []).map(use);
  return [
    ...others,
    ...(others.length > 0 ? [use(catalog.database.name)] : []),
    { name: 'types', text: inBatches(texts) },
    { name: 'storage', text: inBatches(storageTexts(catalog)) },
    ...catalog.modules.flatMap((module) => {
      const database = index.databaseOf(module.schema);
      const script = moduleScript(module);
      // Its text names what it makes, and what it reads, as in its own database.
      return database === undefined ? [script] : [use(database), script, use(catalog.database.name)];
    }),
    {
      name: 'tables',
      text: inBatches([
        ...catalog.tables.flatMap((table) => tableTexts(table, collation)),
        ...catalog.tables.flatMap(versioningText),
      ]),
    },
    { name: 'descriptions', text: inBatches(descriptionTexts(catalog)) },
    { name: 'jobs', text: inBatches((catalog.jobs ?? []).flatMap(jobTexts)) },
  ];
}

const use = (database: string): Script => ({ name: database, text: `USE ${quotedIdentifier(database)};` });

const inBatches = (texts: readonly string[]): string => texts.map((text) => `${text}\nGO\n`).join('');

function moduleScript({ definition, ansiNulls, quotedIdentifier, origin, schema, name }: Module): Script {
  return {
    name: origin?.file ?? `${schema}.${name}`,
    text: definition,
    part: { offset: 0, line: origin?.line ?? 1 },
    settings: { ansiNulls, quotedIdentifier },
  };
}

function aliasTypeText({ base, nullable, ...name }: AliasType): string {
  return `CREATE TYPE ${quotedName(name)} FROM ${typeText(base)} ${nullable ? 'NULL' : 'NOT NULL'};`;
}

function tableTypeText({ columns, primaryKey, ...name }: TableType, collation: string): string {
  const elements = columns.map((column) => columnText(column, collation));
  if (primaryKey) elements.push(uniqueText('PRIMARY KEY', primaryKey));
  return `CREATE TYPE ${quotedName(name)} AS TABLE (\n  ${elements.join(',\n  ')}\n);`;
}

function sequenceText({ type, start, increment, ...name }: Sequence): string {
  return `CREATE SEQUENCE ${quotedName(name)} AS ${typeText(type)} START WITH ${start} INCREMENT BY ${increment};`;
}

function synonymText({ target, ...name }: Synonym): string {
  return `CREATE SYNONYM ${quotedName(name)} FOR ${target};`;
}

function jobTexts({ name, enabled, description, steps }: AgentJob): string[] {
  const job = `@job_name = ${quotedText(name)}`;
  const call = (procedure: string, words: readonly string[]): string =>
    `EXEC msdb.dbo.${procedure} ${[job, ...words].join(', ')};`;
  return [
    call('sp_add_job', [
      `@enabled = ${enabled ? 1 : 0}`,
      ...(description === undefined ? [] : [`@description = ${quotedText(description)}`]),
    ]),
    ...steps.map((step) =>
      call('sp_add_jobstep', [
        `@step_name = ${quotedText(step.name)}`,
        `@subsystem = ${quotedText(step.subsystem)}`,
        ...(step.database === undefined ? [] : [`@database_name = ${quotedText(step.database)}`]),
        `@command = ${quotedText(step.command)}`,
      ]),
    ),
  ];
}

function descriptionTexts({ tables, modules }: Catalog): string[] {
  const texts: string[] = [];
  const describe = (name: QualifiedName, type: string, description: string | undefined, column?: string): void => {
    if (description === undefined) return;
    const words = [
      "@name = N'MS_Description'",
      `@value = ${quotedText(description)}`,
      ...levelText(0, 'SCHEMA', name.schema),
      ...levelText(1, type, name.name),
      ...(column === undefined ? [] : levelText(2, 'COLUMN', column)),
    ];
    texts.push(`EXEC sp_addextendedproperty ${words.join(', ')};`);
  };
  for (const table of tables) {
    describe(table, 'TABLE', table.description);
    for (const { name, description } of table.columns) describe(table, 'TABLE', description, name);
  }
  for (const module of modules) describe(module, MODULE_TYPES[module.kind], module.description);
  return texts;
}

const MODULE_TYPES: Readonly<Record<Module['kind'], string>> = {
  view: 'VIEW',
  procedure: 'PROCEDURE',
  'scalar-function': 'FUNCTION',
  'inline-function': 'FUNCTION',
  'table-function': 'FUNCTION',
  trigger: 'TRIGGER',
};
