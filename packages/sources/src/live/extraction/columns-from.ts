import type { Column } from '@datamigrate/catalog';
import type { LiveRow } from '../connection/live-connection.js';
import { RowReader } from './live-rows.js';
import { typeFrom } from './type-from.js';

export interface LiveColumn {
  readonly id: number;
  /** Undefined where its type is not known. */
  readonly column: Column | undefined;
  readonly name: string;
  readonly typeName: string;
}

const GENERATED = [undefined, 'row-start', 'row-end'] as const;

/** A row of the set `column_of` as a column of the catalog. */
export function columnFrom(row: LiveRow): LiveColumn {
  const read = new RowReader(row);
  read.text();
  const id = read.number();
  const name = read.text();
  const typeName = read.text();
  const base = read.optional() ?? typeName;
  const aliasSchema = read.optional();
  const size = { bytes: read.number(), precision: read.number(), scale: read.number() };
  const collation = read.optional();
  const nullable = read.flag();
  const rowGuid = read.flag();
  const seed = read.optional();
  const increment = read.optional();
  const defaultName = read.optional();
  const madeUp = read.flag();
  const defaultText = read.optional();
  const computed = read.optional();
  const persisted = read.flag();
  const generated = GENERATED[read.number()];
  const hidden = read.flag();
  const sparse = read.flag();
  const mask = read.optional();
  // CLR types share a system type: their own name says which one it is.
  const type = typeFrom(aliasSchema === undefined ? typeName : base, size) ?? typeFrom(base, size);
  if (!type) return { id, name, typeName, column: undefined };
  const column: Column = {
    name,
    type,
    ...(aliasSchema === undefined ? {} : { aliasType: { schema: aliasSchema, name: typeName } }),
    ...(collation === undefined ? {} : { collation }),
    nullable,
    ...(seed === undefined ? {} : { identity: { seed: whole(seed), increment: whole(increment ?? '1') } }),
    ...(defaultText === undefined
      ? {}
      : {
          default: {
            ...(madeUp || defaultName === undefined ? {} : { name: defaultName }),
            definition: bare(defaultText),
          },
        }),
    ...(computed === undefined ? {} : { computed: { definition: bare(computed), persisted } }),
    ...(rowGuid ? { rowGuid } : {}),
    ...(generated ? { generated } : {}),
    ...(hidden ? { hidden } : {}),
    ...(sparse ? { sparse } : {}),
    ...(mask === undefined ? {} : { mask }),
  };
  return { id, name, typeName, column };
}

/** A seed of decimal(9,0) may come as `1` or as `1.00`. */
function whole(text: string): string {
  return text.replace(/\.0*$/, '');
}

/** SQL Server keeps expressions in parentheses; the outermost pair is its own. */
export function bare(definition: string): string {
  const text = definition.trim();
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  let quote: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      continue;
    }
    if (character === "'" || character === '"') quote = character;
    else if (character === '[') quote = ']';
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0 && i < text.length - 1) return text;
  }
  return text.slice(1, -1);
}
