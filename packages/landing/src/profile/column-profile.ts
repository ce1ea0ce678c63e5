import { isCharacter, type Table } from '@datamigrate/catalog';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted } from '../types/landed-names.js';
import { duckdbType } from '../types/landed-type.js';

/** What the landed rows say about a column. */
export interface ColumnProfile {
  readonly column: string;
  readonly nulls: number;
  /** Different values, NULL not among them. */
  readonly distinct: number;
  /** Smallest and largest value as text; absent where all are NULL, and of values that have no order. */
  readonly least?: string;
  readonly greatest?: string;
  readonly text?: TextProfile;
}

/** Texts are told apart by their bytes here, whatever the collation. */
export interface TextProfile {
  /** Of the longest value, as LEN counts: characters beyond the first plane are two; blanks at the end count too. */
  readonly longest: number;
  /** Values that end with a blank. */
  readonly trailingBlanks: number;
  /** Different values that are another one in different case. */
  readonly caseCollisions: number;
  /** Values with a character that is not ASCII. */
  readonly nonAscii: number;
}

export interface TableProfile {
  readonly rows: number;
  /** Those that were landed. */
  readonly columns: readonly ColumnProfile[];
}

const NON_ASCII = `'[^\\x00-\\x7F]'`;
const BEYOND_FIRST_PLANE = `'[\\x{10000}-\\x{10FFFF}]'`;

/** One query for each column: the different values of all columns at once could be more than memory holds. */
export async function profileTable(
  connection: DuckDBConnection,
  relation: string,
  table: Table,
): Promise<TableProfile> {
  const columns: ColumnProfile[] = [];
  const [counted] = await rowsOf(connection, `select count(*) from ${relation}`);
  for (const { name, type } of table.columns) {
    const landed = duckdbType(type);
    if (landed === undefined) continue;
    const value = quoted(name);
    const isText = isCharacter(type) && landed === 'varchar';
    const ordered = landed !== 'blob';
    const query = [
      `select count(*) - count(${value}), count(distinct ${value})`,
      ordered ? `cast(min(${value}) as varchar), cast(max(${value}) as varchar)` : 'null, null',
      ...(isText ? textFigures(value) : []),
    ].join(', ');
    const [row = []] = await rowsOf(connection, `${query} from ${relation}`);
    const [nulls, distinct, least, greatest, longest, trailingBlanks, folded, nonAscii] = row;
    columns.push({
      column: name,
      nulls: Number(nulls),
      distinct: Number(distinct),
      ...(least === null ? {} : { least: String(least), greatest: String(greatest) }),
      ...(isText
        ? {
            text: {
              longest: Number(longest ?? 0),
              trailingBlanks: Number(trailingBlanks),
              caseCollisions: Number(distinct) - Number(folded),
              nonAscii: Number(nonAscii),
            },
          }
        : {}),
    });
  }
  return { rows: Number(counted?.[0] ?? 0), columns };
}

function textFigures(value: string): readonly string[] {
  const foreign = `regexp_matches(${value}, ${NON_ASCII})`;
  const pairs = `len(regexp_extract_all(${value}, ${BEYOND_FIRST_PLANE}))`;
  return [
    `max(length(${value}) + case when ${foreign} then ${pairs} else 0 end)`,
    `count(*) filter (where ends_with(${value}, ' '))`,
    `count(distinct lower(${value}))`,
    `count(*) filter (where ${foreign})`,
  ];
}

async function rowsOf(connection: DuckDBConnection, query: string): Promise<readonly (readonly unknown[])[]> {
  return (await connection.runAndReadAll(query)).getRows();
}
