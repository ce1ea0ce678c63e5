import { z } from 'zod';
import { count } from '../vocabulary.js';
import { sqlTypeSchema } from './sql-type.js';
import { qualifiedNameShape } from './tables.js';

export const partitionFunctionSchema = z.object({
  name: z.string(),
  type: sqlTypeSchema,
  side: z.enum(['LEFT', 'RIGHT']).describe('The range that a boundary itself belongs to.'),
  boundaries: z.array(z.string().nullable()).describe('In order, as the rows of a table show such values.'),
});

export const partitionSchemeSchema = z.object({
  name: z.string(),
  function: z.string(),
  fileGroups: z.array(z.string()).describe('One for each partition, or a single one for all of them.'),
});

export const linkedServerSchema = z.object({
  name: z.string(),
  product: z.string().exactOptional(),
  provider: z.string().exactOptional(),
  dataSource: z.string().exactOptional(),
  catalog: z.string().exactOptional().describe('The database that is meant where none is named.'),
});

export const tableSizeSchema = z.object({
  ...qualifiedNameShape,
  rows: count,
  reservedKilobytes: count.exactOptional().describe('With all indexes; absent where the server does not say.'),
  dataKilobytes: count.exactOptional().describe('The rows alone, without nonclustered indexes.'),
});
