import type { QualifiedName } from '@datamigrate/catalog';
import type { Scenario } from '@datamigrate/contracts';
import { parseScript } from '@datamigrate/tsql-syntax';

/** The procedures that a scenario calls, in the order of its steps. */
export function scenarioCalls(scenario: Scenario | undefined): readonly QualifiedName[] {
  const texts = scenario?.steps.flatMap(({ exec }) => exec ?? []) ?? [];
  return texts.flatMap((text) =>
    [...parseScript(text, { quotedIdentifier: true })].flatMap(({ statements }) =>
      statements.flatMap((statement): readonly QualifiedName[] => {
        if (statement.kind !== 'Execute' || statement.execute.entity.kind !== 'ExecutableProcedure') return [];
        const { procedure } = statement.execute.entity;
        if (procedure.kind !== 'ObjectName') return [];
        return [{ schema: procedure.schema?.name ?? 'dbo', name: procedure.name.name }];
      }),
    ),
  );
}
