import type {
  Plan,
  Report,
  ReportIssue,
  ReportObject,
  SourceIssue,
  StatementTotals,
  TraceLine,
} from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { issueOf } from '../cores/estate.js';
import type { ObjectEvaluation } from '../evaluator/object-evaluation.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { TestOutcome } from '../tester/test-outcome.js';

export interface ReportInputs {
  readonly source: Pick<Report['source'], 'kind' | 'database'>;
  /** What of the source could not be read or run. */
  readonly sourceIssues: readonly SourceIssue[];
  /** What landing had to say, by table. */
  readonly landing: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly plan: Plan;
  readonly executions: ReadonlyMap<string, ObjectExecution>;
  readonly evaluations: ReadonlyMap<string, ObjectEvaluation>;
  readonly outcome: TestOutcome;
  /** Of tables: where their rows come from, and what is to be said about that. */
  readonly rows?: {
    of(id: string): ReportObject['rows'];
    issues(id: string): readonly ReportIssue[];
  };
  readonly durationMs: number;
}

/** The report of a run, added up from what each agent wrote. */
export function buildReport(inputs: ReportInputs): Report {
  const { source, sourceIssues, landing, plan, executions, evaluations, outcome, durationMs } = inputs;
  const objects = plan.objects.flatMap((planned): ReportObject[] => {
    const execution = executions.get(planned.id);
    const evaluation = evaluations.get(planned.id);
    if (!execution || !evaluation) return [];
    const landed = landing.get(planned.id) ?? [];
    const rows = inputs.rows?.of(planned.id);
    return [
      {
        id: planned.id,
        kind: planned.kind,
        class: planned.class,
        statements: countStates(execution.trace),
        verdict: evaluation.verdict,
        fidelity: execution.fidelity,
        models: execution.models.map(({ name }) => name),
        issues: [
          ...landed.map((diagnostic) => issueOf(diagnostic)),
          ...(inputs.rows?.issues(planned.id) ?? []),
          ...execution.issues,
          ...evaluation.issues,
        ],
        assumptions: [...execution.assumptions],
        evidence: [...evaluation.evidence],
        ...(rows === undefined ? {} : { rows }),
      },
    ];
  });
  const total = (pick: (object: ReportObject) => number): number => objects.reduce((sum, each) => sum + pick(each), 0);
  return {
    schemaVersion: 1,
    source: { ...source, ...(sourceIssues.length > 0 ? { issues: [...sourceIssues] } : {}) },
    target: plan.target,
    totals: {
      objects: objects.length,
      statements: total(({ statements }) => statements.total),
      converted: total(({ statements }) => statements.converted),
      absorbed: total(({ statements }) => statements.absorbed),
      refused: total(({ statements }) => statements.refused),
      models: new Set(objects.flatMap(({ models }) => models)).size,
      rowsCompared: total(({ evidence }) => evidence.reduce((sum, { rowsSource }) => sum + rowsSource, 0)),
    },
    objects,
    dbt: outcome.dbt,
    durationMs,
    llm: { calls: 0, usd: 0 },
  };
}

function countStates(trace: readonly TraceLine[]): StatementTotals {
  const count = (state: TraceLine['state']): number => trace.filter((line) => line.state === state).length;
  return {
    total: trace.length,
    converted: count('converted'),
    absorbed: count('absorbed'),
    refused: count('refused'),
  };
}
