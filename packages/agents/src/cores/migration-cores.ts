import { RUN_FILES } from '@datamigrate/contracts';
import type { ProjectSpec } from '@datamigrate/dbt-project';
import { findDbtEnvironment, prepareDbt } from '@datamigrate/dbt-runner';
import { err, ok } from '@datamigrate/foundation';
import { openSource } from '@datamigrate/sources';
import { assessEstate, sizeText } from '../assessment/assess-estate.js';
import { executeObject } from '../executor/execute-object.js';
import type { AgentCores } from '../graph/agent-cores.js';
import { planEstate } from '../planner/plan-estate.js';
import { evaluateRun } from './evaluate-run.js';
import { evidenceFor } from './evidence-run.js';
import { landRun } from './land-run.js';
import { OpenWarehouse } from './open-warehouse.js';
import { repairRun } from './repair-run.js';
import { reportRun } from './report-run.js';
import { landScenarioRows } from './scenario-rows.js';
import { ScenarioRun } from './scenario-run.js';
import { issueText, sourceIssues } from './source-issues.js';
import { storedExecutions } from './stored-executions.js';
import { testRun } from './test-run.js';
import { TestedProjects } from './tested-project.js';
import { timed } from './timed.js';
import { Workspaces } from './workspace.js';

/** On the way; the report has them all. */
const MOST_NOTES = 20;

/** The domain work of the six agents on a source of scripts and DuckDB. */
export function migrationCores(): AgentCores {
  const workspaces = new Workspaces();
  const projects = new TestedProjects();
  const warehouse = new OpenWarehouse();
  const scenario = new ScenarioRun();
  return {
    async identify(path) {
      const environment = findDbtEnvironment();
      if (!environment.ok) return err([environment.error]);
      const source = await timed('read', () => openSource(path));
      if (!source.ok) return err([source.error]);
      const { kind, database, fingerprint } = source.value;
      return ok({ kind, database, fingerprint });
    },

    async assess(run) {
      const environment = findDbtEnvironment();
      // It is loaded meanwhile, unless the run ends before it is needed.
      if (environment.ok && run.options.checkpoints.length === 0) prepareDbt(environment.value);
      const workspace = await workspaces.open(run);
      if (!workspace.ok) return err([workspace.error]);
      const { catalog, reader, source } = workspace.value;
      const issues = sourceIssues(workspace.value);
      for (const issue of issues.slice(0, MOST_NOTES)) {
        run.emit({ kind: 'note', level: issue.severity, text: issueText(issue) });
      }
      if (issues.length > MOST_NOTES) {
        const text = `and ${issues.length - MOST_NOTES} more notes about the source: see the report`;
        run.emit({ kind: 'note', level: 'warning', text });
      }
      await workspaces.closeRows();
      const landed = await timed('land', () => landRun(run, workspace.value));
      if (!landed.ok) return err([landed.error]);
      const more = await landScenarioRows(run, workspace.value);
      if (!more.ok) return err([more.error]);
      const assessment = await timed('assess', async () => {
        const made = assessEstate(catalog.catalog, reader);
        await run.state.writeText(RUN_FILES.catalog, `${JSON.stringify(catalog.catalog, null, 2)}\n`);
        await run.state.writeText('assessment.json', `${JSON.stringify(made, null, 2)}\n`);
        return made;
      });
      const { tables, modules } = catalog.catalog;
      return ok({
        source: { kind: source.kind, database: source.database, fingerprint: source.fingerprint },
        objects: assessment.objects.map(({ id }) => id),
        text: `${tables.length} tables with ${landed.value} rows${sizeText(assessment)}, ${modules.length} modules`,
        payload: { objects: assessment.objects.length },
      });
    },

    async plan(run) {
      const workspace = await workspaces.open(run);
      if (!workspace.ok) return err([workspace.error]);
      const { catalog, reader } = workspace.value;
      return ok(await timed('plan', () => planEstate(catalog.catalog, reader)));
    },

    async execute(run, plan, id) {
      const inputs = await workspaces.inputs(run, plan);
      const planned = plan.objects.find((object) => object.id === id);
      if (!planned) throw new Error(`${id} is not in the plan`);
      const execution = await timed('convert', () => executeObject(inputs, planned));
      const verdict =
        execution.status === 'converted' ? 'translated' : execution.status === 'refused' ? 'refused' : 'out-of-scope';
      return { verdict, payload: execution };
    },

    async test(run, plan) {
      projects.forget();
      await warehouse.close();
      await workspaces.closeRows();
      scenario.forget();
      const executions = await storedExecutions(run, plan);
      const workspace = await workspaces.require(run);
      const opened = scenario.open(run, plan, workspace, executions);
      const inputs = await workspaces.inputs(run, plan);
      const withEvidence = (spec: ProjectSpec) => evidenceFor(run, plan, workspace, executions, opened, spec);
      return testRun(run, plan, inputs, executions, opened.values, workspace.source.files, withEvidence);
    },
    repair: (run, plan) => repairRun(run, plan),
    async evaluate(run, plan, id) {
      const workspace = await workspaces.require(run);
      const tested = await projects.read(run, plan);
      return timed('evaluate', () => evaluateRun(run, plan, id, workspace, tested, scenario, warehouse));
    },
    async report(run, plan) {
      const workspace = await workspaces.require(run);
      return timed('report', async () => reportRun(run, plan, workspace, await projects.read(run, plan)));
    },
    async end() {
      await warehouse.close();
      await workspaces.closeRows();
    },
  };
}
