import type { QualifiedName } from '@datamigrate/catalog';
import { displayName, type Module } from '@datamigrate/catalog';
import { type SingularTestSpec, snakeCase } from '@datamigrate/dbt-project';
import { type ModelReference, renderModel } from '@datamigrate/dialects';
import type { ExecutorInputs } from './execute-object.js';

export interface RaisedChecks {
  readonly tests: readonly SingularTestSpec[];
  readonly macros: readonly string[];
}

/**
 * Errors that a procedure raises on a condition, as singular tests. They warn: the conditions of a procedure speak of the
 * values that a caller gives, and a build of the whole project has no caller. Rows that were taken for granted fail the
 * build when they have changed.
 */
export async function raisedChecks(
  { lowered }: ExecutorInputs,
  module: Module,
  reference: (object: QualifiedName) => ModelReference,
): Promise<RaisedChecks> {
  const macros = new Set<string>();
  const checks = await lowered.checks(module);
  const base = `${snakeCase(module.schema)}_${snakeCase(module.name)}_check`;
  const tests = checks.flatMap(({ model, message, ofLists }, i): SingularTestSpec[] => {
    const rendered = model.query && renderModel(model.query, { reference });
    if (!rendered?.sql) return [];
    for (const macro of rendered.macros) macros.add(macro);
    return [
      {
        name: checks.length > 1 ? `${base}_${i + 1}` : base,
        sql: ofLists ? rendered.sql : `{{ config(severity = 'warn') }}\n\n${rendered.sql}`,
        description: ofLists ? message : `A row where ${displayName(module)} would raise the error "${message}".`,
      },
    ];
  });
  return { tests, macros: [...macros] };
}
