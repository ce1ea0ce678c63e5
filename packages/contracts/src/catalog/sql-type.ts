import { z } from 'zod';

const plainTypes = [
  'bit',
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'smallmoney',
  'money',
  'real',
  'float',
  'date',
  'smalldatetime',
  'datetime',
  'uniqueidentifier',
  'rowversion',
  'text',
  'ntext',
  'image',
  'xml',
  'json',
  'sql_variant',
  'hierarchyid',
  'geometry',
  'geography',
  'cursor',
  'table',
] as const;

const length = z.union([z.int().positive(), z.literal('max')]);

/** A type of SQL Server with its parameters. */
export const sqlTypeSchema = z
  .discriminatedUnion('name', [
    z.object({ name: z.enum(plainTypes) }),
    z.object({ name: z.literal('decimal'), precision: z.int().min(1).max(38), scale: z.int().min(0).max(38) }),
    z.object({ name: z.enum(['time', 'datetime2', 'datetimeoffset']), scale: z.int().min(0).max(7) }),
    z.object({ name: z.enum(['char', 'varchar', 'nchar', 'nvarchar']), length }),
    z.object({ name: z.enum(['binary', 'varbinary']), length }),
    z.object({ name: z.literal('vector'), dimensions: z.int().positive() }),
    z.object({ name: z.literal('null') }),
  ])
  .describe('char and varchar count bytes, nchar and nvarchar UTF-16 units.');
