import type { SqlType } from '@datamigrate/catalog';

/** A value as the same text for all that are equal to it: without case, trailing blanks, offsets, and zeros that binary fills up with. */
export function equalityText(type: SqlType | undefined, text: string): string {
  switch (type?.name) {
    case 'binary':
      return text.toUpperCase().replace(/(00)+$/, '');
    case 'datetimeoffset': {
      const moment = Date.parse(text.replace(' ', 'T').replace(' ', ''));
      return Number.isNaN(moment) ? text : String(moment);
    }
    default:
      return text.trimEnd().toLowerCase();
  }
}
