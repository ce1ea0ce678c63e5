import type { Plan } from '@datamigrate/contracts';
import type { ProjectSpec } from '@datamigrate/dbt-project';
import { executeSql } from '@datamigrate/tsql-engine';
import type { RunContext } from '../graph/agent-cores.js';
import { withBrokenReferences } from '../project/broken-references.js';
import { evidenceTests } from '../project/evidence/evidence-tests.js';
import type { OpenScenario } from '../scenario/open-scenario.js';
import { today } from './run-clock.js';
import { freshDatabase } from './scenario-run.js';
import type { Executions } from './stored-executions.js';
import type { Workspace } from './workspace.js';

/** A project with what the rows of the original show: unit tests, and foreign keys that they do not keep. */
export function evidenceFor(
  run: RunContext,
  plan: Plan,
  workspace: Workspace,
  executions: Executions,
  { buildCalls, values }: Pick<OpenScenario, 'buildCalls' | 'values'>,
  spec: ProjectSpec,
): ProjectSpec {
  const { reader, loaded } = workspace;
  const { catalog } = workspace.catalog;
  const full = freshDatabase(workspace);
  // A call that fails leaves its tables as they are: fewer rows to choose from.
  for (const { sql } of buildCalls) executeSql(full, sql);
  const small = freshDatabase(workspace);
  const inputs = { catalog, reader, plan, executions, values, today: today(run.startedAt), full, small };
  const models = withBrokenReferences(spec.models, catalog, executions, loaded.database);
  return { ...spec, models, unitTests: evidenceTests(inputs, models) };
}
