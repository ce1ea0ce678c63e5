import { collationByName } from '@datamigrate/catalog';

const ENGLISH = 0x0409;

/** Bits of the flags, above the 20 bits of the language. Source: [MS-TDS] 2.2.5.1.2 */
const FLAG = {
  ignoreCase: 1 << 20,
  ignoreAccent: 1 << 21,
  ignoreKana: 1 << 22,
  ignoreWidth: 1 << 23,
  binary: 1 << 24,
  binary2: 1 << 25,
  utf8: 1 << 26,
} as const;

/** Numbers of the collations of old. Source: learn.microsoft.com/sql/relational-databases/system-catalog-views, sys.fn_helpcollations */
const SORT_IDS: Readonly<Record<string, number | undefined>> = {
  SQL_LATIN1_GENERAL_CP1_CS_AS: 51,
  SQL_LATIN1_GENERAL_CP1_CI_AS: 52,
  SQL_LATIN1_GENERAL_PREF_CP1_CI_AS: 53,
  SQL_LATIN1_GENERAL_CP1_CI_AI: 54,
};

const VERSIONS: Readonly<Record<number, number | undefined>> = { 90: 1, 100: 2, 140: 3 };

/**
 * The five bytes of a collation. Text of code pages travels in Windows-1252, the only one that the engine stores it in,
 * or in UTF-8: so the language is English whatever the collation's own is.
 */
export function collationBytes(name: string): Buffer {
  const collation = collationByName(name);
  let bits = ENGLISH;
  if (collation.order === 'code-point') bits |= FLAG.binary2;
  else if (collation.order === 'binary') bits |= FLAG.binary;
  else {
    if (!collation.caseSensitive) bits |= FLAG.ignoreCase;
    if (!collation.accentSensitive) bits |= FLAG.ignoreAccent;
    if (!collation.kanaSensitive) bits |= FLAG.ignoreKana;
    if (!collation.widthSensitive) bits |= FLAG.ignoreWidth;
  }
  if (collation.utf8) bits |= FLAG.utf8;
  bits |= (VERSIONS[collation.version] ?? 0) << 28;
  const bytes = Buffer.alloc(5);
  bytes.writeInt32LE(bits | 0, 0);
  bytes.writeUInt8(SORT_IDS[name.toUpperCase()] ?? 0, 4);
  return bytes;
}

export function isUtf8(bytes: Buffer): boolean {
  return (bytes.readUInt32LE(0) & FLAG.utf8) !== 0;
}
