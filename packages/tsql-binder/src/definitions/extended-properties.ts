import type { Catalog, Column, Module, Table } from '@datamigrate/catalog';
import { withFields } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import { systemCall } from './system-call.js';

/** A description that sp_addextendedproperty gives to an object or a column. */
export interface ExtendedProperty {
  readonly schema: string;
  readonly object: string;
  readonly column?: string;
  readonly description: string;
}

const PARAMETERS = [
  '@name',
  '@value',
  '@level0type',
  '@level0name',
  '@level1type',
  '@level1name',
  '@level2type',
  '@level2name',
];

/**
 * MS_Description from a call of sp_addextendedproperty, or undefined for any other call or property.
 * Source: learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-addextendedproperty-transact-sql
 */
export function descriptionFrom(execute: Ast.ExecuteSpecification): ExtendedProperty | undefined {
  const call = systemCall(execute, PARAMETERS);
  if (!call || !/^sp_(add|update)extendedproperty$/.test(call.procedure)) return undefined;
  const { texts: values } = call;
  const schema = values.get('@level0name');
  const object = values.get('@level1name');
  const description = values.get('@value');
  if (
    values.get('@name')?.toLowerCase() !== 'ms_description' ||
    schema === undefined ||
    object === undefined ||
    description === undefined
  )
    return undefined;
  const level2 = values.get('@level2type')?.toLowerCase();
  if (level2 !== undefined && level2 !== 'column') return undefined;
  const column = values.get('@level2name');
  return { schema, object, description, ...(column === undefined ? {} : { column }) };
}

/** The catalog with descriptions put in their places, the last one winning; one that fits nothing changes nothing. */
export function withDescriptions(catalog: Catalog, properties: readonly ExtendedProperty[]): Catalog {
  if (properties.length === 0) return catalog;
  const byPlace = new Map(
    properties.map((property) => [place(property.schema, property.object, property.column), property.description]),
  );
  const described = <T extends Table | Module>(object: T): T => {
    const description = byPlace.get(place(object.schema, object.name));
    return description === undefined ? object : withFields(object, { description });
  };
  const column = (table: Table, candidate: Column): Column => {
    const description = byPlace.get(place(table.schema, table.name, candidate.name));
    return description === undefined ? candidate : withFields(candidate, { description });
  };
  return {
    ...catalog,
    tables: catalog.tables.map((table) => ({
      ...described(table),
      columns: table.columns.map((candidate) => column(table, candidate)),
    })),
    modules: catalog.modules.map(described),
  };
}

function place(schema: string, object: string, column = ''): string {
  return [schema, object, column].map((part) => part.toLowerCase()).join('\u0000');
}
