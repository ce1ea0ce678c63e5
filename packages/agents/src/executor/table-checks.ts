import type { QualifiedName } from '@datamigrate/catalog';
import { allowedValues, type DataTestSpec } from '@datamigrate/dbt-project';
import { renderCondition } from '@datamigrate/dialects';
import type { ExecutorInputs } from './execute-object.js';

/**
 * CHECK constraints of a table that a procedure fills, as tests of its model: SQL Server ends a load that breaks one (error
 * 547). Lists of values are `accepted_values` already; a condition that is no plain expression for the target is left out.
 */
export async function checkTests(
  { catalog, lowered }: ExecutorInputs,
  object: QualifiedName,
): Promise<readonly DataTestSpec[]> {
  const found = catalog.object(object.name, object.schema);
  if (found?.kind !== 'table') return [];
  const tests: DataTestSpec[] = [];
  for (const { name, definition } of found.table.checks) {
    if (allowedValues(definition)) continue;
    const condition = await lowered.condition(found.table, definition);
    const expression = condition && renderCondition(condition);
    if (expression === undefined) continue;
    const description = name === undefined ? {} : { description: `The constraint \`${name}\`.` };
    tests.push({ test: 'expression_is_true', arguments: { expression }, ...description });
  }
  return tests;
}
