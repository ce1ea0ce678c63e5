import type { Module } from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import { bit, type FactSource, type Facts, objectFacts } from './facts.js';
import { namesIn } from './names-in-module.js';
import { objectIds } from './object-ids.js';
import { KINDS } from './object-views.js';
import { sizeOf } from './type-numbers.js';

const ENCRYPTED = /\bWITH\b[^;]*?\bENCRYPTION\b[^;]*?\bAS\b/i;

/** Nobody may read the text of a module that was made WITH ENCRYPTION. */
export function definitionOf({ definition }: Module): string | null {
  if (ENCRYPTED.test(definition.slice(0, 4000))) return null;
  return definition.replace(/^(\s*)ALTER\b/i, '$1CREATE');
}

const modules: FactSource = ({ catalog }) =>
  catalog.modules.map((module) => ({
    object_id: objectIds(catalog).of(module),
    definition: definitionOf(module),
    uses_ansi_nulls: bit(module.ansiNulls),
    uses_quoted_identifier: bit(module.quotedIdentifier),
    is_schema_bound: bit(/\bWITH\b[^;]*?\bSCHEMABINDING\b[^;]*?\b(AS|RETURN|BEGIN)\b/i.test(module.definition)),
    uses_database_collation: 0n,
    is_recompiled: 0n,
    null_on_null_input: 0n,
    execute_as_principal_id: null,
    uses_native_compilation: 0n,
  }));

const triggersOf = ({ catalog }: Database): Module[] => catalog.modules.filter(({ kind }) => kind === 'trigger');

const triggers: FactSource = (database) =>
  triggersOf(database).map((trigger) => ({
    ...objectFacts(database, trigger, KINDS.trigger),
    parent_class: trigger.on ? 1n : 0n,
    parent_class_desc: trigger.on ? 'OBJECT_OR_COLUMN' : 'DATABASE',
    parent_id: trigger.on ? objectIds(database.catalog).of(trigger.on) : 0n,
    is_disabled: 0n,
    is_not_for_replication: 0n,
    is_instead_of_trigger: bit(/\bINSTEAD\s+OF\b/i.test(headOf(trigger))),
  }));

/** Source: learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-trigger-events-transact-sql */
const EVENTS = [
  [1n, 'INSERT'],
  [2n, 'UPDATE'],
  [3n, 'DELETE'],
] as const;

const triggerEvents: FactSource = (database) =>
  triggersOf(database).flatMap((trigger) =>
    EVENTS.filter(([, name]) => new RegExp(`\\b${name}\\b`, 'i').test(headOf(trigger))).map(([type, type_desc]) => ({
      object_id: objectIds(database.catalog).of(trigger),
      type,
      type_desc,
      is_first: 0n,
      is_last: 0n,
      is_trigger_event: 1n,
    })),
  );

/** Between ON and AS of CREATE TRIGGER. */
function headOf({ definition }: Module): string {
  return /\bON\b([\s\S]*?)\bAS\b/i.exec(definition)?.[1] ?? '';
}

function parameterFacts(database: Database, module: Module): Facts[] {
  const { binder, catalog } = database;
  const object_id = objectIds(catalog).of(module);
  const own = (binder.parameters(module.schema, module.name) ?? []).map((parameter, i) => {
    const size = sizeOf(parameter.type);
    return {
      object_id,
      name: parameter.name,
      parameter_id: BigInt(i + 1),
      system_type_id: parameter.columns ? 243n : size.systemType,
      user_type_id: parameter.columns ? 243n : size.userType,
      max_length: parameter.columns ? -1n : size.bytes,
      precision: size.precision,
      scale: size.scale,
      is_output: bit(parameter.output),
      is_cursor_ref: 0n,
      has_default_value: 0n,
      is_xml_document: 0n,
      default_value: null,
      xml_collection_id: 0n,
      is_readonly: bit(parameter.columns !== undefined),
      is_nullable: 1n,
    };
  });
  const returns = binder.scalarFunctionType(module.schema, module.name);
  if (!returns) return own;
  const size = sizeOf(returns);
  const result = {
    object_id,
    name: '',
    parameter_id: 0n,
    system_type_id: size.systemType,
    user_type_id: size.userType,
    max_length: size.bytes,
    precision: size.precision,
    scale: size.scale,
    is_output: 1n,
    is_cursor_ref: 0n,
    has_default_value: 0n,
    is_xml_document: 0n,
    default_value: null,
    xml_collection_id: 0n,
    is_readonly: 0n,
    is_nullable: 1n,
  };
  return [result, ...own];
}

const HAS_PARAMETERS: ReadonlySet<Module['kind']> = new Set([
  'procedure',
  'scalar-function',
  'inline-function',
  'table-function',
]);

/** Names in the text that are objects of the database, and those that are not there. */
const dependencies: FactSource = (database) => {
  const { catalog, binder } = database;
  const ids = objectIds(catalog);
  return catalog.modules.flatMap((module) =>
    namesIn(binder.parse(module).statement, module).flatMap(({ schema, name, database: other }) => {
      const found = other === undefined ? binder.catalog.object(name, schema ?? module.schema) : undefined;
      const target = found ?? (other === undefined ? binder.catalog.object(name, schema) : undefined);
      // Without a schema it may as well be a common table expression.
      if (!target && schema === undefined && other === undefined) return [];
      return {
        referencing_id: ids.of(module),
        referencing_minor_id: 0n,
        referencing_class: 1n,
        referencing_class_desc: 'OBJECT_OR_COLUMN',
        is_schema_bound_reference: 0n,
        referenced_class: 1n,
        referenced_class_desc: 'OBJECT_OR_COLUMN',
        referenced_server_name: null,
        referenced_database_name: other ?? null,
        referenced_schema_name: schema ?? null,
        referenced_entity_name: name,
        referenced_id: target ? ids.of({ schema: schema ?? nameOf(target).schema, name }) : null,
        referenced_minor_id: 0n,
        is_caller_dependent: 0n,
        is_ambiguous: 0n,
      };
    }),
  );
};

type Found = NonNullable<ReturnType<Database['binder']['catalog']['object']>>;

function nameOf(found: Found): { readonly schema: string } {
  switch (found.kind) {
    case 'table':
      return found.table;
    case 'module':
      return found.module;
    case 'sequence':
      return found.sequence;
    case 'synonym':
      return found.synonym;
  }
}

export const MODULE_VIEWS: Readonly<Record<string, FactSource | undefined>> = {
  'sys.sql_modules': modules,
  'sys.all_sql_modules': modules,
  'sys.triggers': triggers,
  'sys.trigger_events': triggerEvents,
  'sys.parameters': (database) =>
    database.catalog.modules
      .filter(({ kind }) => HAS_PARAMETERS.has(kind))
      .flatMap((module) => parameterFacts(database, module)),
  'sys.sql_expression_dependencies': dependencies,
};
