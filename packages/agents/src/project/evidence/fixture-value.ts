/** A value as dbt casts it to the type of its column; undefined where no text stands for it on both sides. */
export type FixtureValue = string | number | boolean | null;

/** What the reference engine shows of a value, by the name of its type, as a value of a fixture. */
export function fixtureValue(text: string | null, type: string): FixtureValue | undefined {
  if (text === null) return null;
  const name = /^[a-z0-9]+/i.exec(type)?.[0]?.toLowerCase() ?? '';
  switch (name) {
    case 'bit':
      return text === '1';
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return Number.isSafeInteger(Number(text)) ? Number(text) : text;
    // Quoted: YAML would drop zeros behind the point, and rows are compared as texts on some warehouses.
    case 'decimal':
    case 'numeric':
    case 'money':
    case 'smallmoney':
      return text;
    case 'float':
    case 'real':
      return text.replace(/\D/g, '').length <= MOST_DIGITS ? text : undefined;
    case 'date':
    case 'time':
    case 'datetime':
    case 'datetime2':
    case 'smalldatetime':
      return text.replace(/(?<=:\d\d)\.0+$/, '');
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'text':
    case 'ntext':
    case 'sysname':
      return text.length <= LONGEST_TEXT && PLAIN.test(text) ? text : undefined;
    case 'uniqueidentifier':
      return text.toLowerCase();
    default:
      return undefined;
  }
}

/** More digits may come out differently at their end, and then say nothing. */
const MOST_DIGITS = 9;
const LONGEST_TEXT = 80;
/** Fixtures are Jinja before they are SQL. */
const PLAIN = /^(?!.*\{[{%#])[^\n\r\t\\]*$/;
