import { z } from 'zod';
import { sqlTypeSchema } from './sql-type.js';

export const qualifiedNameShape = { schema: z.string(), name: z.string() };
const qualifiedName = z.object(qualifiedNameShape);
/** Whole numbers as text: they may exceed what a JSON number holds. */
export const wholeNumber = z.string().regex(/^-?\d+$/);
const constraintName = z.string().exactOptional();
const columnNames = z.array(z.string());

const partitionedOn = z
  .object({ scheme: z.string(), column: z.string() })
  .describe('The partition scheme, and the column that says which partition a row is in.');

export const uniqueKeySchema = z.object({
  name: constraintName,
  columns: columnNames,
  clustered: z.boolean().exactOptional(),
  partitionedOn: partitionedOn.exactOptional(),
});

export const columnSchema = z.object({
  name: z.string(),
  type: sqlTypeSchema,
  aliasType: qualifiedName.exactOptional().describe('The alias type that it was declared with.'),
  collation: z.string().exactOptional().describe('Of character columns.'),
  nullable: z.boolean(),
  identity: z.object({ seed: wholeNumber, increment: wholeNumber }).exactOptional(),
  default: z.object({ name: constraintName, definition: z.string().describe('A T-SQL expression.') }).exactOptional(),
  computed: z
    .object({
      definition: z.string().describe('A T-SQL expression.'),
      persisted: z.boolean(),
      unbound: z.literal(true).exactOptional().describe('Its type is not known.'),
    })
    .exactOptional(),
  rowGuid: z.boolean().exactOptional(),
  generated: z.enum(['row-start', 'row-end']).exactOptional(),
  hidden: z.boolean().exactOptional(),
  sparse: z.boolean().exactOptional(),
  mask: z.string().exactOptional().describe('The masking function, as MASKED WITH (FUNCTION = …) has it.'),
  description: z.string().exactOptional(),
});

const action = z.enum(['NO ACTION', 'CASCADE', 'SET NULL', 'SET DEFAULT']);

export const tableSchema = z.object({
  ...qualifiedNameShape,
  columns: z.array(columnSchema),
  primaryKey: uniqueKeySchema.exactOptional(),
  uniqueKeys: z.array(uniqueKeySchema),
  foreignKeys: z.array(
    z.object({
      name: constraintName,
      columns: columnNames,
      references: qualifiedName,
      referencedColumns: columnNames,
      onDelete: action.exactOptional(),
      onUpdate: action.exactOptional(),
      trusted: z.boolean().describe('False when WITH NOCHECK left rows unproven.'),
    }),
  ),
  checks: z.array(z.object({ name: constraintName, definition: z.string().describe('A T-SQL condition.') })),
  indexes: z.array(
    z.object({
      name: z.string(),
      columns: columnNames,
      included: columnNames,
      unique: z.boolean(),
      filter: z.string().exactOptional().describe('The T-SQL condition of a filtered index.'),
      partitionedOn: partitionedOn.exactOptional(),
    }),
  ),
  versioning: z
    .object({
      history: qualifiedName.exactOptional().describe('The table of former rows; absent where it was left out.'),
    })
    .exactOptional()
    .describe('Set where the table is system-versioned.'),
  partitionedOn: partitionedOn.exactOptional(),
  description: z.string().exactOptional().describe('MS_Description.'),
});
