import type { SqlType } from '@datamigrate/catalog';
import type { SqlValue } from '@datamigrate/tsql-engine';
import type { ByteReader } from '../wire/byte-reader.js';
import type { ByteWriter } from '../wire/byte-writer.js';

/** How a type travels to the client. */
export interface WireType {
  writeInfo(out: ByteWriter): void;
  /** Rows may hold NULL in every column: all types travel in their nullable form. */
  write(out: ByteWriter, value: SqlValue): void;
}

/** A type that a client has sent along with a value. */
export interface ReadType {
  readonly type: SqlType;
  read(reader: ByteReader): SqlValue;
}

/** A value that is not what its type says: a fault of the engine. */
export function misfit(value: SqlValue, type: string): never {
  throw new Error(`a value of the JavaScript type ${typeof value} in a column of ${type}`);
}
