import { collationByName, isCharacter } from '@datamigrate/catalog';
import type { ClientOutput, ResultColumn, Row } from '@datamigrate/tsql-engine';
import { TOKEN } from '../protocol/tokens.js';
import { typeFor } from '../types/type-for.js';
import type { WireType } from '../types/wire-type.js';
import type { ByteWriter } from '../wire/byte-writer.js';

/** Source: [MS-TDS] 2.2.7.4, Flags */
const COLUMN_FLAG = { nullable: 0x01, caseSensitive: 0x02 } as const;

/** UserType of a rowversion, the one that clients look at. Source: [MS-TDS] 2.2.7.4 */
const USER_TYPE_ROWVERSION = 0x50;

/** COLMETADATA; gives the types with which the rows are to be written. */
export function writeColumns(out: ByteWriter, columns: readonly ResultColumn[]): readonly WireType[] {
  out.uint8(TOKEN.colMetadata).uint16(columns.length);
  return columns.map(({ name, type, collation, nullable }) => {
    const wire = typeFor(type, collation);
    const sensitive = isCharacter(type) && collation !== undefined && collationByName(collation).caseSensitive;
    out.uint32(type.name === 'rowversion' ? USER_TYPE_ROWVERSION : 0);
    out.uint16((nullable === false ? 0 : COLUMN_FLAG.nullable) | (sensitive ? COLUMN_FLAG.caseSensitive : 0));
    wire.writeInfo(out);
    out.shortText(name);
    return wire;
  });
}

export function writeRow(out: ByteWriter, types: readonly WireType[], row: Row): void {
  out.uint8(TOKEN.row);
  for (let i = 0; i < types.length; i++) types[i]?.write(out, row[i] ?? null);
}

export function writeReturnStatus(out: ByteWriter, status: number): void {
  out.uint8(TOKEN.returnStatus).int32(status);
}

/** Value of an OUTPUT parameter. Source: [MS-TDS] 2.2.7.19 */
export function writeReturnValue(out: ByteWriter, { name, ordinal, type, value }: ClientOutput): void {
  const wire = typeFor(type);
  out.uint8(TOKEN.returnValue).uint16(ordinal).shortText(name).uint8(0x01).uint32(0).uint16(COLUMN_FLAG.nullable);
  wire.writeInfo(out);
  wire.write(out, value);
}
