import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Cases with the rows of SQL Server. */
const FOLDER = fileURLToPath(new URL('../../../../corpus/conformance/expressions/', import.meta.url));

export interface ExpressionCase {
  readonly id: string;
  readonly sql: string;
  readonly expect: {
    readonly columns?: readonly { readonly type: string }[];
    readonly rows?: readonly (readonly (string | null)[])[];
    readonly error?: object;
  };
  readonly ordered?: boolean;
  readonly nondeterministic?: boolean;
  readonly collation?: string;
  readonly settings?: object;
}

export const expressionFiles = (): readonly string[] => readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'));

/** The cases of a file that need no settings of their own. */
export function expressionCases(file: string): readonly ExpressionCase[] {
  const lines = readFileSync(`${FOLDER}${file}`, 'utf8').split('\n');
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as ExpressionCase)
    .filter(({ nondeterministic, collation, settings }) => !nondeterministic && !collation && !settings);
}
