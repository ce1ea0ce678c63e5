import type { SqlType } from '@datamigrate/catalog';
import { expect, it } from 'vitest';
import { defaultValue } from './default-value.js';

it.each<readonly [SqlType, bigint | number | string | null, string | number | null]>([
  [{ name: 'int' }, -3n, -3],
  [{ name: 'bit' }, 1n, 1],
  [{ name: 'decimal', precision: 5, scale: 4 }, '0.25', 0.25],
  [{ name: 'decimal', precision: 5, scale: 1 }, '0.25', 0.3],
  [{ name: 'money' }, '5.0000', 5],
  [{ name: 'bigint' }, 9007199254740993n, '9007199254740993'],
  [{ name: 'float' }, 100, 100],
  [{ name: 'date' }, '20240229', '2024-02-29'],
  [{ name: 'datetime' }, '20240229', '2024-02-29'],
  [{ name: 'datetime' }, '20240229 10:30', '2024-02-29 10:30:00'],
  [{ name: 'datetime2', scale: 3 }, 'Feb 29 2024 1:02:03.5 PM', '2024-02-29 13:02:03.500'],
  [{ name: 'nvarchar', length: 10 }, "O'Hara", "O'Hara"],
  [{ name: 'varchar', length: 2 }, 'abc', 'ab'],
  [{ name: 'date' }, 'never', 'never'],
  [{ name: 'date' }, null, null],
])('a default of %j, %s, is %s', (type, value, expected) => {
  expect(defaultValue({ name: '@AsOf', type, default: { kind: 'constant', value } })).toBe(expected);
});
