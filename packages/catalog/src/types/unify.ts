import { asDecimal, widerDecimal } from './decimal-rules.js';
import { binary, fractional, type SqlType, type StringType, string } from './sql-type.js';
import { familyOf, isCharacter, isUnicode, precedenceOf } from './type-facts.js';

/**
 * The one type that the branches of CASE, COALESCE, UNION, VALUES and the like take: the name by precedence, the
 * parameters wide enough for all. An untyped NULL takes no part.
 */
export function unify(a: SqlType, b: SqlType): SqlType {
  if (a.name === 'null') return b;
  if (b.name === 'null') return a;
  const [winner, loser] = precedenceOf(a) <= precedenceOf(b) ? [a, b] : [b, a];
  switch (winner.name) {
    case 'decimal': {
      const other = asDecimal(loser);
      return other ? widerDecimal(winner, other) : winner;
    }
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
      return unifyStrings(winner, loser);
    case 'binary':
    case 'varbinary':
      return loser.name === 'binary' || loser.name === 'varbinary'
        ? binary(winner.name, longer(winner.length, loser.length))
        : winner;
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return fractional(winner.name, Math.max(winner.scale, fractionOf(loser)));
    default:
      return winner;
  }
}

/** Fixed and variable length together are variable; the length holds both. */
function unifyStrings(winner: StringType, loser: SqlType): SqlType {
  if (!isCharacter(loser) || loser.name === 'text' || loser.name === 'ntext') return winner;
  const other = loser as StringType;
  const length = longer(winner.length, other.length);
  const fixed = winner.name.endsWith('nchar') || winner.name === 'char';
  const bothFixed = fixed && (other.name === 'char' || other.name === 'nchar');
  const unicode = isUnicode(winner) || isUnicode(other);
  if (bothFixed) return string(unicode ? 'nchar' : 'char', length);
  return string(unicode ? 'nvarchar' : 'varchar', length);
}

export function longer(a: number | 'max', b: number | 'max'): number | 'max' {
  return a === 'max' || b === 'max' ? 'max' : Math.max(a, b);
}

/** Digits of a second's fraction that a date or time type can hold. */
export function fractionOf(type: SqlType): number {
  switch (type.name) {
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return type.scale;
    case 'datetime':
      return 3;
    default:
      return familyOf(type) === 'character' ? 7 : 0;
  }
}
