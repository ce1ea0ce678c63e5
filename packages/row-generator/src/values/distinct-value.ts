import { isCharacter, type SqlType } from '@datamigrate/catalog';

const LARGEST: Readonly<Record<string, number | undefined>> = { bit: 1, tinyint: 255, smallint: 32_767 };
const DAY = 86_400_000;
const START = Date.UTC(2020, 0, 1);

/** The n-th of values that are all different, from 0; undefined where the type has no more. */
export function distinctValue(type: SqlType, n: number): string | undefined {
  if (isCharacter(type)) return distinctText('length' in type ? type.length : 'max', n);
  switch (type.name) {
    case 'bit':
    case 'tinyint':
    case 'smallint': {
      const value = type.name === 'bit' ? n : n + 1;
      return value <= (LARGEST[type.name] ?? 0) ? String(value) : undefined;
    }
    case 'int':
    case 'bigint':
    case 'money':
    case 'smallmoney':
    case 'float':
    case 'real':
      return String(n + 1);
    case 'decimal':
      return String(n + 1).length <= type.precision - type.scale ? String(n + 1) : undefined;
    case 'date':
      return iso(START + n * DAY).slice(0, 10);
    case 'datetime':
    case 'smalldatetime':
    case 'datetime2':
      return iso(START + n * DAY);
    case 'datetimeoffset':
      return `${iso(START + n * DAY)} +00:00`;
    case 'time':
      return n < 86_400 ? iso(START + n * 1000).slice(11) : undefined;
    case 'uniqueidentifier':
      return `00000000-0000-4000-8000-${hex(n + 1, 12)}`;
    case 'binary':
    case 'varbinary': {
      const digits = typeof type.length === 'number' ? Math.min(type.length, 8) * 2 : 16;
      const text = hex(n, digits);
      return text.length <= digits ? `0x${text}` : undefined;
    }
    case 'hierarchyid':
      return hierarchyNode(n);
    default:
      return undefined;
  }
}

/** Nodes of a tree in which each has three children, level by level. */
function hierarchyNode(n: number): string {
  let labels = '';
  for (let at = n; at > 0; at = Math.floor((at - 1) / 3)) labels = `${((at - 1) % 3) + 1}/${labels}`;
  return `/${labels}`;
}

function distinctText(length: number | 'max', n: number): string | undefined {
  const digits = n.toString(36).toUpperCase();
  const room = length === 'max' ? 20 : length;
  if (digits.length > room) return undefined;
  // A letter in front, where there is room: codes that are only digits would be read as numbers.
  return room > digits.length + 1 ? `K${digits.padStart(Math.min(room - 1, 4), '0')}` : digits;
}

const hex = (n: number, digits: number): string => n.toString(16).toUpperCase().padStart(digits, '0');

/** `2024-02-29 00:00:00` */
const iso = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
