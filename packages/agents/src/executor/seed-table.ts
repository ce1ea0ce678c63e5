import { displayName, objectKey, type Table } from '@datamigrate/catalog';
import { type ModelSpec, type SeedSpec, seededTable } from '@datamigrate/dbt-project';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { duckdbType } from '@datamigrate/landing';
import { writesOf } from '../assessment/table-writes.js';
import { agentDiagnostics } from '../diagnostics.js';
import { fixtureValue } from '../project/evidence/fixture-value.js';
import type { ExecutorInputs } from './execute-object.js';

/** More rows are data, not a look-up table, and nobody reviews them. */
const MOST_ROWS = 100;

/** A table as a seed, as the plan asks for it; or why it stays a source. */
export function seedTable(
  inputs: ExecutorInputs,
  table: Table,
  staging: ModelSpec,
): { readonly seed: SeedSpec; readonly model: ModelSpec } | Diagnostic {
  const id = displayName(table);
  const refused = (reason: string): Diagnostic => agentDiagnostics.create('plan-seed-refused', { table: id, reason });
  const key = objectKey(table);
  const { catalog } = inputs.catalog;
  // Procedures that are no part of the project write all the same.
  const writer = catalog.modules.find((module) =>
    writesOf(inputs.reader.read(module).body?.statements).some((write) => write.table === key),
  );
  if (writer) return refused(`${displayName(writer)} writes it`);
  const names = inputs.names.tables.get(id);
  const found = inputs.rowsOf(table);
  if (!names || !found)
    return refused('its rows are not those of the source: generated, masked, a sample, or left out');
  const { columns, rows } = found;
  if (rows.length === 0 || rows.length > MOST_ROWS)
    return refused(`it has ${rows.length} rows; a seed has 1 to ${MOST_ROWS}`);
  const kept = columns.flatMap((column, i) => {
    const declared = table.columns.find(({ name }) => name === column.name);
    return declared && duckdbType(declared.type) !== undefined ? [{ ...column, i }] : [];
  });
  const stated = rows.map((row) => kept.map(({ i, type }) => stateOf(row[i] ?? null, type)));
  const unstated = kept.find((_, i) => stated.some((row) => row[i] === undefined));
  if (unstated) return refused(`CSV cannot hold all values of ${unstated.name}`);
  const lines = stated.map((row) => row.map((value) => value ?? null));
  return seededTable(table, names, staging, { dataType: duckdbType }, lines);
}

/** A value as a field of the file; an empty text would be read as NULL. */
function stateOf(text: string | null, type: string): string | null | undefined {
  if (text === null) return null;
  const value = /char|text/i.test(type) ? text : fixtureValue(text, type);
  if (value === undefined || value === null) return undefined;
  const field = String(value);
  return field === '' || /[\r\n]/.test(field) ? undefined : field;
}
