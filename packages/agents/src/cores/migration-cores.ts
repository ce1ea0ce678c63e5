import { RUN_FILES } from '@datamigrate/contracts';
import { findDbtEnvironment } from '@datamigrate/dbt-runner';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok } from '@datamigrate/foundation';
import { landTables } from '@datamigrate/landing';
import { readScriptSource } from '@datamigrate/sources';
import { assessEstate } from '../assessment/assess-estate.js';
import { executeObject } from '../executor/execute-object.js';
import type { AgentCores } from '../graph/agent-cores.js';
import { planEstate } from '../planner/plan-estate.js';
import { tableRows } from '../scenario/reference-session.js';
import { evaluateRun } from './evaluate-run.js';
import { repairRun } from './repair-run.js';
import { reportRun } from './report-run.js';
import { ScenarioRun } from './scenario-run.js';
import { storedExecutions } from './stored-executions.js';
import { testRun } from './test-run.js';
import { TestedProjects } from './tested-project.js';
import { databasePath, Workspaces } from './workspace.js';

/** The domain work of the six agents on a source of scripts and DuckDB. */
export function migrationCores(): AgentCores {
  const workspaces = new Workspaces();
  const projects = new TestedProjects();
  const scenario = new ScenarioRun();
  return {
    async identify(path) {
      const environment = findDbtEnvironment();
      if (!environment.ok) return err([environment.error]);
      const source = await readScriptSource(path);
      if (!source.ok) return err([source.error]);
      const { database, fingerprint } = source.value;
      return ok({ kind: 'scripts', database, fingerprint });
    },

    async assess(run) {
      const workspace = await workspaces.open(run);
      if (!workspace.ok) return err([workspace.error]);
      const { catalog, loaded, reader, source } = workspace.value;
      for (const { message, severity, source: file } of [...source.diagnostics, ...loaded.diagnostics].slice(0, 20)) {
        run.emit({ kind: 'note', level: severity, text: file === undefined ? message : `${file}: ${message}` });
      }
      const landed = await land(run, workspace.value);
      if (!landed.ok) return err([landed.error]);
      const assessment = assessEstate(catalog.catalog, reader);
      await run.state.writeText(RUN_FILES.catalog, `${JSON.stringify(catalog.catalog, null, 2)}\n`);
      await run.state.writeText('assessment.json', `${JSON.stringify(assessment, null, 2)}\n`);
      const { tables, modules } = catalog.catalog;
      return ok({
        source: { kind: 'scripts', database: source.database, fingerprint: source.fingerprint },
        objects: assessment.objects.map(({ id }) => id),
        text: `${tables.length} tables with ${landed.value} rows, ${modules.length} modules`,
        payload: { objects: assessment.objects.length },
      });
    },

    async plan(run) {
      const workspace = await workspaces.open(run);
      if (!workspace.ok) return err([workspace.error]);
      return ok(planEstate(workspace.value.catalog.catalog, workspace.value.reader));
    },

    async execute(run, plan, id) {
      const inputs = await workspaces.inputs(run, plan);
      const planned = plan.objects.find((object) => object.id === id);
      if (!planned) throw new Error(`${id} is not in the plan`);
      const execution = await executeObject(inputs, planned);
      const verdict =
        execution.status === 'converted' ? 'translated' : execution.status === 'refused' ? 'refused' : 'out-of-scope';
      return { verdict, payload: execution };
    },

    async test(run, plan) {
      projects.forget();
      scenario.forget();
      const executions = await storedExecutions(run, plan);
      const { values } = scenario.open(run, plan, await workspaces.require(run), executions);
      return testRun(run, plan, await workspaces.inputs(run, plan), executions, values);
    },
    repair: (run, plan) => repairRun(run, plan),
    evaluate: async (run, plan, id) =>
      evaluateRun(run, plan, id, await workspaces.require(run), await projects.read(run, plan), scenario),
    report: async (run, plan) => reportRun(run, plan, await workspaces.require(run), await projects.read(run, plan)),
  };

  /** Writes the rows of all tables into the warehouse; gives their number. */
  async function land(
    run: Parameters<AgentCores['assess']>[0],
    { catalog, loaded }: Awaited<ReturnType<Workspaces['require']>>,
  ) {
    const tables = catalog.catalog.tables.map((table) => ({
      table,
      rows: tableRows(loaded.database, table) ?? [],
    }));
    const report = await landTables(databasePath(run), tables);
    if (!report.ok) return report;
    const notes: Diagnostic[] = report.value.tables.flatMap(({ diagnostics }) => [...diagnostics]);
    for (const { message, severity, object } of notes) {
      run.emit({ kind: 'note', level: severity, text: object === undefined ? message : `${object}: ${message}` });
    }
    await run.state.writeText('landing.json', `${JSON.stringify(report.value, null, 2)}\n`);
    return ok(report.value.tables.reduce((sum, { rows }) => sum + rows, 0));
  }
}
