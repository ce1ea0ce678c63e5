import type { Parser } from '../../parser/parser.js';

interface ColumnPart {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** What a column has once at most. */
const ONCE: Readonly<Record<string, string | undefined>> = {
  ColumnNullability: 'NULL or NOT NULL',
  ColumnIdentity: 'IDENTITY',
  ColumnCollation: 'COLLATE',
  ColumnRowGuid: 'ROWGUIDCOL',
  ColumnSparse: 'SPARSE',
  ColumnFileStream: 'FILESTREAM',
  ColumnPersisted: 'PERSISTED',
  ColumnGenerated: 'GENERATED ALWAYS',
  ColumnMasked: 'MASKED',
  ColumnEncrypted: 'ENCRYPTED',
  DefaultConstraint: 'DEFAULT',
};

/** Reports what stands twice behind a column. */
export function checkColumnParts(p: Parser, parts: readonly ColumnPart[]): void {
  const seen = new Set<string>();
  for (const part of parts) {
    const name = ONCE[part.kind];
    if (name === undefined) continue;
    if (seen.has(part.kind)) p.report(`A column has ${name} once at most.`, part);
    seen.add(part.kind);
  }
}
