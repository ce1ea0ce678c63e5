import type { Plan } from '@datamigrate/contracts';
import type { ModelSpec, UnitTestSpec } from '@datamigrate/dbt-project';
import { executeSql } from '@datamigrate/tsql-engine';
import type { RunContext } from '../graph/agent-cores.js';
import { evidenceTests } from '../project/evidence/evidence-tests.js';
import type { OpenScenario } from '../scenario/open-scenario.js';
import { today } from './run-clock.js';
import { freshDatabase } from './scenario-run.js';
import type { Executions } from './stored-executions.js';
import type { Workspace } from './workspace.js';

/** Unit tests of the project, from the original as its procedures leave it. */
export function evidenceOf(
  run: RunContext,
  plan: Plan,
  workspace: Workspace,
  executions: Executions,
  { buildCalls, values }: Pick<OpenScenario, 'buildCalls' | 'values'>,
  models: readonly ModelSpec[],
): readonly UnitTestSpec[] {
  const { catalog, reader } = workspace;
  const full = freshDatabase(workspace);
  // A call that fails leaves its tables as they are: fewer rows to choose from.
  for (const { sql } of buildCalls) executeSql(full, sql);
  return evidenceTests(
    {
      catalog: catalog.catalog,
      reader,
      plan,
      executions,
      values,
      today: today(run.startedAt),
      full,
      small: freshDatabase(workspace),
    },
    models,
  );
}
