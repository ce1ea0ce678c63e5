import { resolveBuiltInType, type SqlType } from '@datamigrate/catalog';

export interface WrittenSize {
  readonly bytes: number;
  readonly precision: number;
  readonly scale: number;
}

/** A type from its name and the sizes that the catalog views give; undefined for one that is not known. */
export function typeFrom(name: string, { bytes, precision, scale }: WrittenSize): SqlType | undefined {
  const resolved = resolveBuiltInType({ name, parameters: parametersOf(name, bytes, precision, scale) }, 'declaration');
  return resolved?.ok ? resolved.value : undefined;
}

function parametersOf(name: string, bytes: number, precision: number, scale: number): (number | 'max')[] {
  switch (name.toLowerCase()) {
    case 'decimal':
    case 'numeric':
      return [precision, scale];
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return [scale];
    case 'char':
    case 'varchar':
    case 'binary':
    case 'varbinary':
      return [bytes === -1 ? 'max' : bytes];
    case 'nchar':
    case 'nvarchar':
      return [bytes === -1 ? 'max' : bytes / 2];
    case 'vector':
      return [(bytes - 8) / 4];
    default:
      return [];
  }
}
