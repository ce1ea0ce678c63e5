import { z } from 'zod';
import { qualifiedNameShape } from '../catalog/tables.js';
import { count } from '../vocabulary.js';

const textProfileSchema = z.object({
  longest: count.describe('Of the longest value, in characters of nvarchar; blanks at the end count.'),
  trailingBlanks: count.describe('Values that end with a blank.'),
  caseCollisions: count.describe('Different values that are another one in different case.'),
  nonAscii: count.describe('Values with a character that is not ASCII.'),
});

const columnProfileSchema = z.object({
  column: z.string(),
  nulls: count,
  distinct: count.describe('Different values, NULL not among them; texts by their bytes.'),
  least: z.string().exactOptional().describe('As DuckDB writes it; absent where there is none.'),
  greatest: z.string().exactOptional(),
  text: textProfileSchema.exactOptional().describe('Of columns of text.'),
});

export const landingProfileSchema = z
  .object({
    schemaVersion: z.literal(1),
    tables: z.array(z.object({ ...qualifiedNameShape, rows: count, columns: z.array(columnProfileSchema) })),
  })
  .describe('What the landed rows say about each column: datamigrate extract --land --profile.');
export type LandingProfile = z.infer<typeof landingProfileSchema>;
