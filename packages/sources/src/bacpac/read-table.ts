import { typeText } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { SqlValue } from '@datamigrate/tsql-engine';
import { DataFault } from '../data/table-data.js';
import type { StoredBytes } from '../files/stored-bytes.js';
import { DamagedEntry } from '../package/read-zip.js';
import { ByteReader } from './byte-reader.js';
import { decodeValue, moneyValue } from './decode-value.js';
import { type FieldFact, fieldFact } from './field-facts.js';
import { type Layout, layoutsFor } from './layouts.js';

type Column = Bound.StoredColumn;

/** How a file of rows is read: what stands in it for each column that was exported. */
export interface TableReader {
  readonly columns: readonly string[];
  rows(file: StoredBytes): Generator<readonly SqlValue[], void, undefined>;
}

/** Works out the layout of a table's data from its first file, and reads them all by it. */
export function tableReader(columns: readonly Column[], sample: StoredBytes): TableReader {
  const exported = columns.filter(({ computed }) => computed === undefined);
  let fault: unknown;
  for (const layout of layoutsFor(exported)) {
    try {
      const fields = fieldsOf(exported, layout);
      for (const _ of fieldBytes(sample, fields));
      return readerOf(fields, { ...layout, money: moneyOrder(fields, sample) });
    } catch (error) {
      if (!(error instanceof DataFault)) throw error;
      fault ??= error;
    }
  }
  throw fault;
}

interface Field extends Omit<FieldFact, 'size'> {
  readonly column: Column;
  readonly size: number | undefined;
  readonly counted: boolean;
}

function fieldsOf(columns: readonly Column[], layout: Layout): readonly Field[] {
  return columns.flatMap((column): Field[] => {
    const { type, nullable } = column;
    const fact = fieldFact(type);
    if (!fact)
      throw new DataFault(`the column ${column.name} is of type ${typeText(type)}, which is not known in this form`);
    const field = { ...fact, column, size: fact.size, counted: fact.always || nullable };
    if (type.name === 'rowversion') {
      return layout.rowversion === undefined ? [] : [{ ...field, prefix: layout.rowversion, size: 8 }];
    }
    if (nullable) return [field];
    if (type.name === 'bit' && !layout.bitLength) return [{ ...field, counted: false }];
    if (type.name === 'char' && !layout.charLength && typeof type.length === 'number') {
      return [{ ...field, counted: false, size: 2 * type.length }];
    }
    return [field];
  });
}

/** The bytes of each field of each row; undefined for NULL. */
function* fieldBytes(
  file: StoredBytes,
  fields: readonly Field[],
): Generator<readonly (Uint8Array | undefined)[], void, undefined> {
  const reader = new ByteReader(file);
  try {
    while (!reader.atEnd) {
      yield fields.map((field) => {
        const start = reader.offset;
        const length = field.counted ? reader.length(field.prefix) : field.size;
        if (length === undefined) return undefined;
        checkLength(field, length, start);
        return reader.take(length);
      });
      if (fields.length === 0) return;
    }
  } catch (error) {
    throw error instanceof DamagedEntry ? new DataFault(error.message) : error;
  } finally {
    reader.close();
  }
}

function checkLength({ column, size, counted }: Field, length: number, start: number): void {
  const { type } = column;
  const place = `at byte ${start}, in the column ${column.name}`;
  if (counted && size !== undefined && length !== size)
    throw new DataFault(`a value of ${length} bytes stands ${place}`);
  if (!('length' in type) || typeof type.length !== 'number') return;
  // Characters take two bytes each, whatever the column's code page.
  const most = type.name === 'binary' || type.name === 'varbinary' ? type.length : 2 * type.length;
  if (length > most) throw new DataFault(`a value of ${length} bytes stands ${place}`);
}

/**
 * The order of the halves of money: that one under which more of the amounts are the smaller ones. Swapped halves turn
 * every amount between half a unit and 200,000 into billions; one that is billions says little against many of those.
 */
function moneyOrder(fields: readonly Field[], sample: StoredBytes): Layout['money'] {
  if (!fields.some(({ column }) => column.type.name === 'money')) return 'high-first';
  let [highFirst, lowFirst] = [0, 0];
  for (const row of fieldBytes(sample, fields)) {
    fields.forEach(({ column }, i) => {
      const bytes = row[i];
      if (!bytes || column.type.name !== 'money') return;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const [high, low] = [magnitude(moneyValue(view, 'high-first')), magnitude(moneyValue(view, 'low-first'))];
      if (high < low) highFirst++;
      if (low < high) lowFirst++;
    });
  }
  return lowFirst > highFirst ? 'low-first' : 'high-first';
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

function readerOf(fields: readonly Field[], layout: Layout): TableReader {
  return {
    columns: fields.map(({ column }) => column.name),
    *rows(file) {
      for (const row of fieldBytes(file, fields)) {
        yield row.map((value, i) => {
          const field = fields[i];
          return value && field ? decodeValue(value, field.column.type, layout.money) : null;
        });
      }
    },
  };
}
