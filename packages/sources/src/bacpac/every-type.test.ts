import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { open, rowsOf } from '../testing/load.js';
import * as native from '../testing/native-fields.js';
import { folderOf } from '../testing/temporary-files.js';
import { counted, join, nullField } from '../testing/write-bcp.js';
import { column, model, packageOf, table } from '../testing/write-package.js';

interface TypeCase {
  readonly type: string;
  readonly options?: Parameters<typeof column>[3];
  /** Bytes of the length in front: of every field, or of those that may be NULL only. */
  readonly prefix: 1 | 2 | 4 | 8;
  readonly always?: true;
  readonly values: readonly (readonly [bytes: Uint8Array, text: string])[];
}

const fixed = (type: string, ...values: TypeCase['values']): TypeCase => ({ type, prefix: 1, values });
const always = (
  prefix: TypeCase['prefix'],
  type: string,
  options: object,
  ...values: TypeCase['values']
): TypeCase => ({
  type,
  options,
  prefix,
  always: true,
  values,
});

const { bytesOf, wide, hex } = native;
const LONG = 'é😀'.repeat(100_000);
const BYTES = new Uint8Array(300_000).fill(0xab);
const NINES = '9'.repeat(38);

/** Smallest, largest, and what is easily lost, of every type that a column can have. */
const TYPES: readonly TypeCase[] = [
  always(1, 'bit', {}, [hex('00'), '0'], [hex('01'), '1']),
  fixed('tinyint', [hex('00'), '0'], [hex('FF'), '255']),
  fixed('smallint', [bytesOf(-32768n, 2), '-32768'], [bytesOf(32767n, 2), '32767']),
  fixed('int', [bytesOf(-2147483648n, 4), '-2147483648'], [bytesOf(2147483647n, 4), '2147483647']),
  fixed(
    'bigint',
    [bytesOf(-(2n ** 63n), 8), '-9223372036854775808'],
    [bytesOf(2n ** 63n - 1n, 8), '9223372036854775807'],
  ),
  fixed('smallmoney', [bytesOf(-2147483648n, 4), '-214748.3648'], [bytesOf(2147483647n, 4), '214748.3647']),
  fixed('money', [native.money('-922337203685477.5808'), '-922337203685477.5808'], [native.money('0.0001'), '0.0001']),
  fixed('real', [native.float(-3.4028234663852886e38, 4), '-3.4028235e+38'], [native.float(1.5, 4), '1.5']),
  fixed('float', [native.float(-0.1, 8), '-0.1'], [native.float(5e-324, 8), '5e-324']),
  always(
    1,
    'decimal',
    { precision: 38 },
    [native.numeric(`-${NINES}`, 38, 0), `-${NINES}`],
    [native.numeric(NINES, 38, 0), NINES],
  ),
  always(
    1,
    'decimal',
    { precision: 38, scale: 38 },
    [native.numeric(`0.${NINES}`, 38, 38), `0.${NINES}`],
    [native.numeric(`-0.${NINES}`, 38, 38), `-0.${NINES}`],
  ),
  always(
    1,
    'numeric',
    { precision: 9, scale: 2 },
    [native.numeric('-1234567.89', 9, 2), '-1234567.89'],
    [native.numeric('0.00', 9, 2), '0.00'],
  ),
  fixed('date', [native.date('0001-01-01'), '0001-01-01'], [native.date('9999-12-31'), '9999-12-31']),
  {
    type: 'time',
    options: { scale: 7 },
    prefix: 1,
    values: [
      [native.time('00:00:00'), '00:00:00.0000000'],
      [native.time('23:59:59.9999999'), '23:59:59.9999999'],
    ],
  },
  {
    type: 'datetime2',
    options: { scale: 3 },
    prefix: 1,
    values: [
      [native.datetime2('0001-01-01', '00:00:00'), '0001-01-01 00:00:00.000'],
      [native.datetime2('9999-12-31', '23:59:59.999'), '9999-12-31 23:59:59.999'],
    ],
  },
  {
    type: 'datetimeoffset',
    options: { scale: 7 },
    prefix: 1,
    values: [
      [native.datetimeoffset('2024-02-29', '22:30:00.1234567', 120), '2024-03-01 00:30:00.1234567 +02:00'],
      [native.datetimeoffset('2024-01-01', '01:00:00', -840), '2023-12-31 11:00:00.0000000 -14:00'],
    ],
  },
  fixed(
    'datetime',
    [native.datetime('1753-01-01', 0), '1753-01-01 00:00:00.000'],
    [native.datetime('9999-12-31', 25_919_999), '9999-12-31 23:59:59.997'],
  ),
  fixed(
    'smalldatetime',
    [native.smalldatetime('1900-01-01', 0), '1900-01-01 00:00:00'],
    [native.smalldatetime('2079-06-06', 1439), '2079-06-06 23:59:00'],
  ),
  always(
    1,
    'uniqueidentifier',
    {},
    [native.guid('6F9619FF-8B86-D011-B42D-00C04FC964FF'), '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
    [native.guid('00000000-0000-0000-0000-000000000001'), '00000000-0000-0000-0000-000000000001'],
  ),
  always(2, 'char', { length: 4 }, [wide('ab  '), 'ab  '], [wide('é  '), 'é   ']),
  always(2, 'varchar', { length: 20 }, [wide(''), ''], [wide('x '), 'x ']),
  always(2, 'nchar', { length: 3 }, [wide('Ω  '), 'Ω  '], [wide('abc'), 'abc']),
  always(2, 'nvarchar', { length: 20 }, [wide('日本😀'), '日本😀'], [wide("it's"), "it's"]),
  always(8, 'varchar', { length: 'max' }, [wide(''), ''], [wide('é'.repeat(9000)), 'é'.repeat(9000)]),
  always(8, 'nvarchar', { length: 'max' }, [wide(LONG), LONG], [wide(' '), ' ']),
  always(2, 'binary', { length: 3 }, [hex('010203'), '0x010203'], [hex('000000'), '0x000000']),
  always(2, 'varbinary', { length: 8 }, [hex(''), '0x'], [hex('DEADBEEF'), '0xDEADBEEF']),
  always(8, 'varbinary', { length: 'max' }, [BYTES, `0x${'AB'.repeat(BYTES.length)}`], [hex('00'), '0x00']),
  always(4, 'text', {}, [wide('old'), 'old'], [wide(''), '']),
  always(4, 'ntext', {}, [wide('ältér'), 'ältér'], [wide(''), '']),
  always(4, 'image', {}, [hex('FFD8'), '0xFFD8'], [hex(''), '0x']),
  always(8, 'xml', {}, [join(hex('FFFE'), wide('<a b="1"/>')), '<a b="1"/>'], [wide('<a/>'), '<a/>']),
  always(8, 'hierarchyid', {}, [hex('58'), '0x58'], [hex(''), '0x']),
  always(8, 'geography', {}, [hex('E6100000010C'), '0xE6100000010C'], [hex('00'), '0x00']),
  always(
    4,
    'sql_variant',
    {},
    [native.variant(56, '', bytesOf(-7n, 4)), '-7'],
    [native.variant(231, '0904D000341400', wide('ß')), 'ß'],
  ),
];

const NAME = '[dbo].[All Types]';
const columnName = ({ type }: TypeCase, i: number): string => `C${i} ${type}`;

function tableOf(nullable: boolean): string {
  return table(
    NAME,
    column(NAME, 'Id', 'int', { nullable: false }),
    ...TYPES.map((each, i) => column(NAME, columnName(each, i), each.type, { ...each.options, nullable })),
  );
}

function rowOf(id: number, nullable: boolean, value: (each: TypeCase) => Uint8Array | undefined): Uint8Array {
  return join(
    bytesOf(BigInt(id), 4),
    ...TYPES.map((each) => {
      const bytes = value(each);
      if (bytes === undefined) return nullField(each.prefix);
      return each.always || nullable ? counted(each.prefix, bytes) : bytes;
    }),
  );
}

/** With the parts that SqlPackage writes besides. */
function bacpacOf(elements: string, files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const text = model(elements);
  const checksum = createHash('sha256').update(text).digest('hex').toUpperCase();
  return packageOf({
    'model.xml': text,
    'Origin.xml': `<?xml version="1.0"?><DacOrigin xmlns="http://schemas.microsoft.com/sqlserver/dac/Serialization/2012/02">
<PackageProperties><Version>3.1.0.0</Version><ContainsExportedData>true</ContainsExportedData></PackageProperties>
<Checksums><Checksum Uri="/model.xml">${checksum}</Checksum></Checksums></DacOrigin>`,
    'DacMetadata.xml':
      '<?xml version="1.0"?><DacType xmlns="http://schemas.microsoft.com/sqlserver/dac/Serialization/2012/02"><Name>Types</Name><Version>1.0.0.0</Version></DacType>',
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="text/xml" /><Default Extension="BCP" ContentType="application/octet-stream" /></Types>',
    '_rels/.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships" />',
    ...files,
  });
}

const FOLDER = 'Data/dbo.All%20Types';

describe('a bacpac with every type', () => {
  it.each([
    ['that may be NULL', true],
    ['that may not', false],
  ])('%s', async (_, nullable) => {
    const rows = [0, 1].map((i) => rowOf(i, nullable, ({ values }) => values[i]?.[0]));
    const more = nullable ? [rowOf(2, true, () => undefined)] : [];
    const bytes = bacpacOf(tableOf(nullable), {
      [`${FOLDER}/TableData-000-00000.BCP`]: join(...rows),
      [`${FOLDER}/TableData-001-00000.BCP`]: join(...more),
    });
    const opened = await open(`${folderOf({ 'types.bacpac': bytes })}/types.bacpac`);
    expect(opened.codes).toEqual([]);
    const found = rowsOf(opened, 'All Types');
    expect(found).toHaveLength(rows.length + more.length);
    TYPES.forEach((each, i) => {
      const expected = [...each.values.map(([, text]) => text), ...(nullable ? [null] : [])];
      // Not the long values themselves, where they differ.
      const same = found.map((row, n) => (row[i + 1] === expected[n] ? 'same' : row[i + 1]?.slice(0, 100)));
      expect([columnName(each, i), ...same]).toEqual([columnName(each, i), ...found.map(() => 'same')]);
    });
  });

  it('is refused as a whole where a value is of a type that is not known', async () => {
    const name = '[dbo].[V]';
    const files = { 'Data/dbo.V/TableData-000-00000.BCP': counted(4, native.variant(1, '', hex('00'))) };
    const bytes = bacpacOf(table(name, column(name, 'A', 'sql_variant')), files);
    const opened = await open(`${folderOf({ 'v.bacpac': bytes })}/v.bacpac`);
    expect([rowsOf(opened, 'V'), opened.codes]).toEqual([[], ['source-data-unreadable']]);
    expect(opened.loaded.diagnostics[0]?.message).toContain('type number 1');
  });

  it('whose rows were changed in the file is refused, table by table', async () => {
    const name = '[dbo].[N]';
    const rows = join(...Array.from({ length: 5000 }, (_, i) => bytesOf(BigInt(i * 7919), 4)));
    const bytes = bacpacOf(table(name, column(name, 'A', 'int', { nullable: false })), {
      'Data/dbo.N/TableData-000-00000.BCP': rows,
    });
    // A byte of the packed rows: the checksum of the entry notices what the lengths of fields do not.
    const at = Buffer.from(bytes).indexOf('TableData-000-00000.BCP') + 3000;
    bytes[at] = (bytes[at] ?? 0) ^ 0x55;
    const opened = await open(`${folderOf({ 'n.bacpac': bytes })}/n.bacpac`);
    expect([rowsOf(opened, 'N'), opened.codes]).toEqual([[], ['source-data-unreadable']]);
  });
});
