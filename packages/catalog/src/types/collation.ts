/** What a collation's name says about comparison. */
export interface Collation {
  readonly name: string;
  readonly caseSensitive: boolean;
  readonly accentSensitive: boolean;
  readonly kanaSensitive: boolean;
  readonly widthSensitive: boolean;
  /** `code-point` for _BIN2, `binary` for _BIN, `dictionary` for the rest. */
  readonly order: 'dictionary' | 'binary' | 'code-point';
  /** _SC and version 140 collations count a surrogate pair as one character. */
  readonly supplementary: boolean;
  readonly utf8: boolean;
  /** SQL_… collations compare varchar by their own tables, Windows collations as nvarchar. */
  readonly sqlServerStyle: boolean;
  /** 80, 90, 100, 140, or 160; 0 for the first generation. */
  readonly version: number;
}

/** Default of an English installation; what a source without a stated collation is taken to have. */
export const DEFAULT_COLLATION = 'SQL_Latin1_General_CP1_CI_AS';

/**
 * Reads the flags off a collation's name.
 * Source: learn.microsoft.com/sql/relational-databases/collations/collation-and-unicode-support (collation options)
 */
export function collationByName(name: string): Collation {
  const known = KNOWN.get(name);
  if (known) return known;
  const collation = readCollation(name);
  KNOWN.set(name, collation);
  return collation;
}

/** A database has a few collations, and every comparison of texts asks for one of them. */
const KNOWN = new Map<string, Collation>();

function readCollation(name: string): Collation {
  const parts = name.toUpperCase().split('_');
  const has = (part: string): boolean => parts.includes(part);
  const binary = has('BIN2') ? 'code-point' : has('BIN') ? 'binary' : 'dictionary';
  const exact = binary !== 'dictionary';
  const version = Number(parts.find((part) => /^(80|90|100|140|160)$/.test(part)) ?? 0);
  return {
    name,
    caseSensitive: exact || has('CS'),
    accentSensitive: exact || !has('AI'),
    kanaSensitive: exact || has('KS'),
    widthSensitive: exact || has('WS'),
    order: binary,
    supplementary: has('SC') || version >= 140,
    utf8: has('UTF8'),
    sqlServerStyle: parts[0] === 'SQL',
    version,
  };
}

/** Where an expression's collation comes from; a stronger label wins when two meet. */
export type CollationLabel = 'explicit' | 'implicit' | 'coercible-default' | 'none';

/** Whether a name is built as SQL Server's collations are: a language or code page, then how it compares. */
export function isCollationName(name: string): boolean {
  return /^[a-z0-9_]+(?:_BIN2?(?:_UTF8)?|_C[IS]_A[IS](?:_KS)?(?:_WS)?(?:_VSS)?(?:_SC)?(?:_UTF8)?)$/i.test(name);
}
