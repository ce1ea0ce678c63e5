import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { z } from 'zod';
import { askDuckdb } from './ask-duckdb.js';
import type { DbtEnvironment } from './environment.js';

/** Sets of columns of a relation, any of which may tell its rows apart. */
export interface KeyQuestion {
  /** `schema.relation`. */
  readonly relation: readonly [schema: string, name: string];
  readonly sets: readonly (readonly string[])[];
}

export interface KeyAnswer {
  readonly rows: number;
  /** Sets without NULL whose values no two rows have in common, in the order in which they were asked for. */
  readonly unique: readonly (readonly string[])[];
}

const countsSchema = z.array(z.array(z.int()).nullable());

/** Which sets of columns are keys in the rows that are there: one answer a question, undefined where it cannot be asked. */
export async function findUniqueColumns(
  environment: DbtEnvironment,
  file: string,
  questions: readonly KeyQuestion[],
): Promise<Result<readonly (KeyAnswer | undefined)[], Diagnostic>> {
  if (questions.length === 0) return ok([]);
  // Not as an argument: there may be thousands of them.
  const folder = await mkdtemp(join(tmpdir(), 'datamigrate-keys-'));
  try {
    const asked = join(folder, 'questions.json');
    await writeFile(asked, JSON.stringify(questions));
    const counts = await askDuckdb(environment, 'unique_columns.py', file, [asked], countsSchema);
    if (!counts.ok) return counts;
    return ok(
      questions.map(({ sets }, i): KeyAnswer | undefined => {
        const [rows, ...different] = counts.value[i] ?? [];
        return rows === undefined ? undefined : { rows, unique: sets.filter((_, s) => different[s] === rows) };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
