// The procedure cases of ../shared/conformance: scripts, steps, and what SQL Server holds after each step.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../shared/conformance/procedures', import.meta.url));
const SCRIPTS = ['schema.sql', 'data.sql', 'modules.sql'];
/** What no project can hold: a refusal is the right answer, an equal result too. */
const HARD = new Set(['refuse', 'operational']);

/** @param {{ only?: string[] | undefined, limit?: number | undefined }} options */
export function procedureCases({ only, limit }) {
  const root = process.env.DATAMIGRATE_PROCEDURE_CASES ?? ROOT;
  if (!existsSync(root)) return [];
  const names = readdirSync(root).sort();
  const chosen = names.filter((name) => existsSync(join(root, name, 'case.json')) && isWanted(name, only));
  return chosen.slice(0, limit).map((name) => readCase(join(root, name), name));
}

const isWanted = (name, only) => only === undefined || only.some((part) => name.includes(part));

function readCase(folder, name) {
  const read = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const { steps, targets, ignoreColumns, expectClass } = read('case.json');
  return {
    name,
    expectClass,
    hard: HARD.has(expectClass),
    scenario: { steps, targets, ...(ignoreColumns ? { ignoreColumns } : {}) },
    expected: read('expected.json'),
    scripts: SCRIPTS.filter((file) => existsSync(join(folder, file))).map((file, i) => ({
      name: `${i}_${file}`,
      path: join(folder, file),
    })),
  };
}
