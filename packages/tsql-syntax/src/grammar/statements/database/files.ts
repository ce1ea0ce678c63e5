import { keyword, option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { checked, either, list, node, parenthesized } from '../../rules.js';
import { identifier, integer, stringLiteral } from '../../values.js';

/** `10`, `10 MB`, `10 %` */
export const size = node('Size', field('amount', integer), optional(choice('unit', 'KB', 'MB', 'GB', 'TB', '%')));

export const sizeOrUnlimited = either(keyword('UNLIMITED'), size);

const path = checked(stringLiteral, (p, value) => {
  if (value.value === '') p.report('The path of a file cannot be empty.', value);
});

/** learn.microsoft.com/sql/t-sql/statements/create-database-transact-sql, filespec */
const fileOption = option('FileOption', {
  NAME: either(identifier, stringLiteral),
  NEWNAME: either(identifier, stringLiteral),
  FILENAME: path,
  SIZE: size,
  MAXSIZE: sizeOrUnlimited,
  FILEGROWTH: size,
  OFFLINE: true,
});

export const databaseFile = node('DatabaseFile', field('options', parenthesized(list(fileOption))));

/** A comma behind a file may go on with the next file group. */
export const databaseFiles = list(databaseFile, { shared: true });

export const contains = optional(words('CONTAINS'), field('contains', keyword('FILESTREAM', 'MEMORY_OPTIMIZED_DATA')));

/** `PRIMARY (file), (file)`, `FILEGROUP g (file)`; without either word the files belong to the primary group. */
export const databaseFileGroup = node(
  'DatabaseFileGroup',
  flag('primary', 'PRIMARY'),
  optional(words('FILEGROUP'), field('name', identifier)),
  contains,
  flag('default', 'DEFAULT'),
  field('files', databaseFiles),
);
