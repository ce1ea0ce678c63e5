import type { ClientTable, Row, SqlValue } from '@datamigrate/tsql-engine';
import { readType } from '../types/read-type.js';
import type { ReadType } from '../types/wire-type.js';
import type { ByteReader } from '../wire/byte-reader.js';
import { Malformed } from '../wire/malformed.js';

/** Source: [MS-TDS] 2.2.5.5.5 */
const NO_COLUMNS = 0xffff;
const DEFAULT_COLUMN = 0x0200;
const TOKEN = { end: 0x00, row: 0x01, orderUnique: 0x10, columnOrdering: 0x11 } as const;

interface TableColumn extends ReadType {
  /** Its values are not sent. */
  readonly isDefault: boolean;
}

/** A table-valued parameter behind its type's token; undefined where no rows are given. */
export function readTable(reader: ByteReader): ClientTable {
  reader.shortText();
  const schema = reader.shortText();
  const type = { schema: schema === '' ? 'dbo' : schema, name: reader.shortText() };
  const count = reader.uint16();
  const columns: TableColumn[] = [];
  for (let i = 0; count !== NO_COLUMNS && i < count; i++) columns.push(readColumn(reader));
  for (let token = reader.uint8(); token !== TOKEN.end; token = reader.uint8()) skipHint(reader, token);
  const rows: Row[] = [];
  for (let token = reader.uint8(); token !== TOKEN.end; token = reader.uint8()) {
    if (token !== TOKEN.row) throw new Malformed(`the token ${token} among the rows of a table`);
    rows.push(columns.map((column): SqlValue => (column.isDefault ? null : column.read(reader))));
  }
  return { type, columns: columns.map((column) => column.type), rows };
}

function readColumn(reader: ByteReader): TableColumn {
  reader.skip(4);
  const isDefault = (reader.uint16() & DEFAULT_COLUMN) !== 0;
  const read = readType(reader);
  reader.shortText();
  return { ...read, isDefault };
}

/** Hints about the order of the rows. */
function skipHint(reader: ByteReader, token: number): void {
  if (token !== TOKEN.orderUnique && token !== TOKEN.columnOrdering) {
    throw new Malformed(`the token ${token} among the columns of a table`);
  }
  reader.skip(reader.uint16() * (token === TOKEN.orderUnique ? 3 : 2));
}
