import { field, newLine, optional, words } from '../parts.js';
import { checked, either, several, startingWhen } from '../rules.js';
import { statement } from '../statement.js';
import { identifier } from '../values.js';
import { createView } from './modules.js';
import { deny, grant, revoke } from './security/grants.js';
import { createTable } from './tables/create-table.js';

/** What CREATE SCHEMA makes in the same breath; it goes on to the end of the statement. */
const schemaElement = either(
  createTable,
  startingWhen({ ...createView }, (p) => p.atAll('CREATE', 'VIEW')),
  grant,
  deny,
  revoke,
);

/** learn.microsoft.com/sql/t-sql/statements/create-schema-transact-sql */
export const createSchema = checked(
  statement(
    'CreateSchema',
    'CREATE SCHEMA',
    optional(field('name', identifier)),
    optional(words('AUTHORIZATION'), field('owner', identifier)),
    newLine,
    optional(field('elements', several(schemaElement))),
  ),
  (p, { name, owner }) => {
    if (!name && !owner) p.fail('a name or AUTHORIZATION');
  },
);

export const schemaStatements = [createSchema] as const;
