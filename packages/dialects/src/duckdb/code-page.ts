import { collationByName } from '@datamigrate/catalog';

/** How the bytes of a varchar come about under a collation. */
export type CodePage = 'utf8' | 'western';

/**
 * Windows collations of the languages that are written in code page 1252, by the beginning of their names; of the
 * others, the names of SQL Server's own collations say it themselves (CP1).
 * learn.microsoft.com/sql/relational-databases/collations/collation-and-unicode-support (supported collations)
 */
const WESTERN =
  /^(Latin1_General|French|Finnish_Swedish|Danish_Norwegian|Danish_Greenlandic|Modern_Spanish|Traditional_Spanish|Icelandic|German_PhoneBook|Norwegian|Breton|Corsican|Frisian|Romansh|Sami_Norway|Sami_Sweden_Finland)_|^SQL_\w+_CP1_/i;

/** Undefined for collations whose code page is not known here. */
export function codePageOf(collation: string | undefined): CodePage | undefined {
  if (collation === undefined) return undefined;
  if (collationByName(collation).utf8) return 'utf8';
  return WESTERN.test(collation) ? 'western' : undefined;
}
