import { field, words } from '../../parts.js';
import { statement } from '../../statement.js';
import { expression, objectName } from '../../values.js';

/** learn.microsoft.com/sql/t-sql/statements/create-xml-schema-collection-transact-sql */
export const createXmlSchemaCollection = statement(
  'CreateXmlSchemaCollection',
  'CREATE XML SCHEMA COLLECTION',
  field('name', objectName),
  words('AS'),
  field('schema', expression),
);

export const alterXmlSchemaCollection = statement(
  'AlterXmlSchemaCollection',
  'ALTER XML SCHEMA COLLECTION',
  field('name', objectName),
  words('ADD'),
  field('schema', expression),
);

export const dropXmlSchemaCollection = statement(
  'DropXmlSchemaCollection',
  'DROP XML SCHEMA COLLECTION',
  field('name', objectName),
);

export const xmlSchemaCollectionStatements = [
  createXmlSchemaCollection,
  alterXmlSchemaCollection,
  dropXmlSchemaCollection,
] as const;
