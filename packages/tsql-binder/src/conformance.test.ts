import { readFileSync } from 'node:fs';
import { typeText } from '@datamigrate/catalog';
import { describe, expect, it } from 'vitest';
import type { ModuleBinder } from './module-binder.js';
import { bindText, moduleBinder } from './testing/bind-text.js';
import { recordsOf, sharedFolder } from './testing/shared-folder.js';

interface Case {
  readonly id: string;
  readonly sql: string;
  readonly database?: string;
  readonly view?: string;
  readonly expect: { readonly columns?: readonly { readonly type: string }[]; readonly error?: unknown };
}

/**
 * Cases whose expected length is that of the one value that comes out; the server's own metadata do not depend on
 * values (captured case traps/metadata-not-from-values).
 */
const BY_VALUE = new Set(['null-coalesce-2', 'null-nullif-1', 'null-iif-2']);

/** The types that the last SELECT gives, or what was said against it. */
function typesOf(sql: string, binder?: ModuleBinder): readonly string[] {
  const { statements, diagnostics } = bindText(sql, binder);
  const last = statements.filter((statement) => statement.kind === 'select').pop();
  if (diagnostics.some((diagnostic) => diagnostic.severity === 'error'))
    return diagnostics.map(({ message }) => message);
  // An untyped NULL goes to the client as int.
  return last?.query.columns.map(({ type }) => (type.name === 'null' ? 'int' : typeText(type))) ?? [];
}

const wanted = (record: Case): string[] =>
  (record.expect.columns ?? []).map(({ type }) => type.replace('numeric', 'decimal'));

const EXPRESSIONS = [
  'aggregates-over-values',
  'collation-compare',
  'conversion-cast-convert-styles',
  'dates-arithmetic-datediff-datepart',
  'dates-convert-styles',
  'hash-binary-guid',
  'like-patterns',
  'null-case-coalesce-isnull',
  'numbers-integer-decimal-money',
  'precedence-implicit-conversion',
  'string-agg-split-json',
  'strings',
  'trycast',
  'variables-set-datefirst',
];

const expressions = sharedFolder('conformance/expressions');

describe.skipIf(expressions === undefined)('types of expressions', () => {
  it.each(EXPRESSIONS)('%s', (area) => {
    const records = recordsOf<Case>(`${expressions}/${area}.jsonl`).filter(
      ({ id, expect: { error } }) => !error && !BY_VALUE.has(id),
    );
    expect(records.length).toBeGreaterThan(10);
    const wrong = records
      .map((record) => ({ id: record.id, got: typesOf(record.sql), want: wanted(record) }))
      .filter(differs);
    expect(wrong).toEqual([]);
  });
});

const queries = sharedFolder('conformance/queries');

describe.skipIf(queries === undefined)('types of queries', () => {
  it.each(['finance', 'health', 'hr', 'retail', 'temporal-and-pivot', 'web'])('%s', (topic) => {
    const schema = readFileSync(`${queries}/${topic}/schema.sql`, 'utf8');
    const wrong = recordsOf<Case>(`${queries}/${topic}/cases.jsonl`)
      .filter((record) => !record.expect.error && isText(record))
      .map((record) => {
        const binder = moduleBinder(
          record.view === undefined ? schema : `${schema}\nGO\n${record.view}`,
          record.database,
        );
        return { id: record.id, got: typesOf(record.sql, binder), want: wanted(record) };
      })
      .filter(differs);
    expect(wrong).toEqual([]);
  });
});

/** FOR XML and FOR JSON give one text, whatever the query's columns are. */
function isText(record: Case): boolean {
  return !/\bFOR\s+(XML|JSON)\b[^)]*$/i.test(record.sql);
}

function differs({ got, want }: { readonly got: readonly string[]; readonly want: readonly string[] }): boolean {
  return got.join() !== want.join();
}
