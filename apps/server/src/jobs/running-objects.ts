import { createHash } from 'node:crypto';
import type { MigrationEvent, Plan, RunState, StatementTotals, TraceLine } from '@datamigrate/contracts';
import type { FileRow, ObjectProgress, ObjectRow, OrganisationScope, Repositories } from '@datamigrate/store';
import { type AgentRecords, agentRecords, type Evaluated, type Executed } from './agent-records.js';
import { readPlanned } from './run-files.js';

/** In one transaction. The rest follows with the next import. */
const AT_ONCE = 100;

type Known = Pick<ObjectRow, 'object' | 'status' | 'verdict' | 'detail'>;

/** An object that got further than the store knows. */
interface News {
  readonly object: string;
  readonly key: string;
  readonly executed: Executed | undefined;
  readonly evaluated: Evaluated | undefined;
}

export interface RunningObjects {
  /** As the planner made it; read once. */
  plan(): Promise<Plan | undefined>;
  /** What is new since the last call that was stored, and whether there is more. */
  read(state: RunState, known: () => Promise<readonly Omit<Known, 'detail'>[]>): Promise<readonly News[]>;
  /** Within the transaction of an import. */
  store(tx: Repositories, scope: OrganisationScope, id: string, news: readonly News[]): Promise<void>;
  /** After that transaction. */
  stored(news: readonly News[]): void;
}

/** Objects and their models while the run goes on: a person may read the first while the last is made. */
export function runningObjects(project: string): RunningObjects {
  const records: AgentRecords = agentRecords(project);
  let seen: Map<string, string> | undefined;
  let planned: Plan | undefined;
  return {
    async plan() {
      planned ??= await readPlanned(project);
      return planned;
    },
    async read(state, known) {
      // Another process may have stored some already.
      seen ??= new Map((await known()).map(({ object, status, verdict }) => [object, `${status} ${verdict}`]));
      const news: News[] = [];
      for (const { id: object, status, verdict } of state.objects) {
        const key = `${status} ${verdict}`;
        if (verdict === undefined || seen.get(object) === key) continue;
        const executed = await records.executed(object);
        const evaluated = status === 'done' ? await records.evaluated(object) : undefined;
        news.push({ object, key, executed, evaluated });
        if (news.length === AT_ONCE) break;
      }
      return news;
    },
    async store(tx, scope, id, news) {
      const events: MigrationEvent['data'][] = [];
      for (const { object, executed, evaluated } of news) {
        const former = await tx.results.findObject(scope, id, object);
        if (former === undefined || executed === undefined) continue;
        await tx.results.setProgress(scope, id, object, progressOf(former, executed, evaluated));
        await tx.results.replaceModelsOf(scope, id, object, modelsOf(object, executed, planned));
        if (former.status === 'waiting') events.push(converted(object, executed));
      }
      await tx.events.append(scope, id, events, new Date());
    },
    stored(news) {
      for (const { object, key } of news) seen?.set(object, key);
    },
  };
}

function progressOf(former: Known, executed: Executed, evaluated: Evaluated | undefined): ObjectProgress {
  const { fidelity, models, trace, issues, assumptions } = executed.payload;
  const evidence = evaluated?.payload.evidence ?? [];
  const allIssues = [...issues, ...(evaluated?.payload.issues ?? [])];
  return {
    // The last verdict comes with its event, which may have been first.
    ...(former.status === 'done' ? {} : { status: 'running', verdict: executed.verdict }),
    ...(executed.verdict === 'refused' ? { reason: textOf(executed) } : {}),
    fidelity,
    models: models.map(({ name }) => name),
    statements: totalsOf(trace),
    issues: allIssues.length,
    assumptions: assumptions.length,
    rowsCompared: evidence.reduce((sum, { rowsSource }) => sum + rowsSource, 0),
    detail: { evidence, issues: allIssues, assumptions, trace },
  };
}

function totalsOf(trace: readonly TraceLine[]): StatementTotals {
  const count = (state: TraceLine['state']): number => trace.filter((line) => line.state === state).length;
  return { total: trace.length, converted: count('converted'), absorbed: count('absorbed'), refused: count('refused') };
}

function modelsOf(object: string, { payload }: Executed, plan: Plan | undefined): FileRow[] {
  const planned = plan?.objects.find(({ id }) => id === object)?.models ?? [];
  return payload.models.map(({ name, layer, folder, materialized, sql }) => {
    const one = planned.find((model) => model.name === name);
    return {
      path: ['models', layer, ...(folder === undefined ? [] : [folder]), `${name}.sql`].join('/'),
      bytes: Buffer.byteLength(sql),
      sha256: createHash('sha256').update(sql).digest('hex'),
      body: sql,
      model: name,
      object,
      layer,
      materialized: materialized ?? one?.materialized ?? 'view',
      tableName: one?.table ?? null,
    };
  });
}

function converted(id: string, executed: Executed): Extract<MigrationEvent['data'], { kind: 'converted' }> {
  const { verdict, payload } = executed;
  return { kind: 'converted', id, verdict, models: payload.models.map(({ name }) => name), text: textOf(executed) };
}

function textOf({ verdict, payload: { models, issues } }: Executed): string {
  if (verdict === 'refused') return (issues.find(({ severity }) => severity === 'error') ?? issues[0])?.message ?? '';
  return models.length === 1 ? '1 model' : `${models.length} models`;
}
