// The conformance cases: T-SQL with the rows that SQL Server returns. Their format: corpus/conformance/README.md.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const CONFORMANCE = fileURLToPath(new URL('../../../corpus/conformance', import.meta.url));
const CAPTURED = fileURLToPath(new URL('../../../../shared/conformance-captured', import.meta.url));

export function readLines(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}

/** Expressions: one set an area, no tables. Queries: one set a topic, over the tables of its schema. */
export function valueSets() {
  const expressions = names('expressions').map((file) => ({
    part: 'expressions',
    name: file.replace('.jsonl', ''),
    schema: undefined,
    cases: sure(readLines(join(CONFORMANCE, 'expressions', file))),
  }));
  const queries = names('queries').map((topic) => ({
    part: 'queries',
    name: topic,
    schema: readFileSync(join(CONFORMANCE, 'queries', topic, 'schema.sql'), 'utf8'),
    cases: sure(readLines(join(CONFORMANCE, 'queries', topic, 'cases.jsonl'))),
  }));
  return [...expressions, ...queries];
}

/** Procedures: what to run first, the calls, the tables to look at and what they hold after every step. */
export function procedureSets() {
  return names('procedures').map((name) => {
    const read = (file) => readFileSync(join(CONFORMANCE, 'procedures', name, file), 'utf8');
    const scripts = ['schema.sql', 'data.sql', 'modules.sql'].filter((file) =>
      existsSync(join(CONFORMANCE, 'procedures', name, file)),
    );
    return {
      name,
      scripts: scripts.map((file) => ({ name: file, text: read(file) })),
      ...JSON.parse(read('case.json')),
      expected: JSON.parse(read('expected.json')),
    };
  });
}

/** Answers of SQL Server 2025 itself, kept beside the project; none where they are absent. */
export function capturedCases() {
  if (!existsSync(CAPTURED)) return [];
  return readdirSync(CAPTURED)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) => readLines(join(CAPTURED, file)));
}

function names(part) {
  return readdirSync(join(CONFORMANCE, part)).sort();
}

/** SQL Server itself may answer the others differently from one day to the next. */
function sure(cases) {
  return cases.filter(({ nondeterministic }) => !nondeterministic);
}
