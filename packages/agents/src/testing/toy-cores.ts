import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan, Report } from '@datamigrate/contracts';
import { err, ok } from '@datamigrate/foundation';
import type { AgentCores, RunContext } from '../graph/agent-cores.js';
import { fingerprint } from '../run/fingerprint.js';
import { safeName } from '../run/safe-name.js';

/** A source of the toy domain: source.json in a folder. */
export interface ToySource {
  readonly objects: readonly ToyObject[];
}

export interface ToyObject {
  readonly id: string;
  readonly dependsOn?: readonly string[];
  /** How many repairs the model needs before its test passes. */
  readonly faults?: number;
  /** Where the agents have a bug. */
  readonly crash?: 'execute' | 'evaluate';
}

/**
 * A domain small enough to be checked by eye, which writes real files: the model of an object lists the texts of the
 * models that it depends on, so that a wrong order or a lost file shows in the result. Every call is a line of calls.log.
 */
export function toyCores(hooks: { readonly onCall?: (call: string) => void | Promise<void> } = {}): AgentCores {
  const called = async (source: string, call: string) => {
    appendFileSync(join(source, 'calls.log'), `${call}\n`);
    await hooks.onCall?.(call);
  };
  /** Without an edit of the plan, no step may be called whose record is there. */
  const noteIfFinished = async (run: RunContext, id: string, step: 'executor' | 'evaluator') => {
    const record = await run.objects.read(id, step);
    if (record.ok && record.value) await called(run.source, `again ${step} ${id}`);
  };
  const modelOf = (plan: Plan, id: string) => plan.objects.find((object) => object.id === id)?.models[0]?.name ?? '';
  const fileOf = (plan: Plan, id: string) => `models/${modelOf(plan, id)}.sql`;
  return {
    async identify(source) {
      try {
        const text = readFileSync(join(source, 'source.json'), 'utf8');
        return ok({ kind: 'scripts', database: 'Toy', fingerprint: fingerprint(text) });
      } catch {
        return err([{ code: 'toy-no-source', severity: 'error', message: `${source} cannot be read.` }]);
      }
    },

    async assess(run) {
      await called(run.source, 'assess');
      const source = read(run.source);
      if (source.objects.length === 0)
        return err([{ code: 'toy-empty', severity: 'error', message: 'Nothing there.' }]);
      return ok({
        source: { kind: 'scripts', database: 'Toy' },
        objects: source.objects.map(({ id }) => id),
        text: `${source.objects.length} objects`,
        payload: source,
      });
    },

    async plan(run, assessment) {
      await called(run.source, 'plan');
      const { objects } = assessment.payload as ToySource;
      return ok({
        schemaVersion: 1,
        target: 'duckdb',
        project: 'toy',
        objects: objects.map(({ id, dependsOn }) => ({
          id,
          kind: 'view',
          class: 'model',
          action: 'convert',
          models: [{ name: safeName(id), layer: 'marts', folder: 'marts', materialized: 'view' }],
          dependsOn: [...(dependsOn ?? [])],
        })),
      });
    },

    async execute(run, plan, id) {
      await called(run.source, `execute ${id}`);
      await noteIfFinished(run, id, 'executor');
      const object = objectOf(run, id);
      if (object.crash === 'execute') throw new TypeError('toy bug');
      const planned = plan.objects.find((other) => other.id === id);
      const lines = [`-- ${id} (${planned?.action})`, `-- faults: ${object.faults ?? 0}`];
      for (const dependency of planned?.dependsOn ?? []) {
        lines.push((await run.project.readText(fileOf(plan, dependency))) ?? `-- ${dependency} is not there`);
      }
      await run.project.write(fileOf(plan, id), `${lines.join('\n')}\n`);
      await run.project.write(`docs/${safeName(id)}.md`, `# ${id}\n`);
      return { verdict: 'translated', payload: { lines: lines.length } };
    },

    async test(run, plan, round) {
      await called(run.source, `test ${round}`);
      const failures = [];
      for (const { id } of plan.objects) {
        const text = await run.project.readText(fileOf(plan, id));
        const faults = Number(/^-- faults: (\d+)/m.exec(text ?? '')?.[1] ?? 0);
        if (faults > 0) failures.push({ node: modelOf(plan, id), object: id, message: `${faults} faults` });
      }
      return { failures, text: '', payload: { tested: plan.objects.length } };
    },

    async repair(run, plan, failures, round) {
      await called(run.source, `repair ${round}`);
      for (const { object = '' } of failures) {
        const text = (await run.project.readText(fileOf(plan, object))) ?? '';
        // From the number that the tests saw, so that a repeated repair does not count twice.
        const faults = (objectOf(run, object).faults ?? 0) - round;
        await run.project.write(fileOf(plan, object), text.replace(/^-- faults: \d+/m, `-- faults: ${faults}`));
      }
      return { changed: true, text: '', payload: null };
    },

    async evaluate(run, plan, id) {
      await called(run.source, `evaluate ${id}`);
      await noteIfFinished(run, id, 'evaluator');
      if (objectOf(run, id).crash === 'evaluate') throw new TypeError('toy bug');
      const text = (await run.project.readText(fileOf(plan, id))) ?? '';
      const equal = /^-- faults: 0/m.test(text);
      return { verdict: equal ? 'equal' : 'runs', text: '', payload: fingerprint(text) };
    },

    async report(run, plan) {
      await called(run.source, 'report');
      return report(run, plan);
    },
  };
}

function read(source: string): ToySource {
  return JSON.parse(readFileSync(join(source, 'source.json'), 'utf8')) as ToySource;
}

function objectOf(run: RunContext, id: string): ToyObject {
  const object = read(run.source).objects.find((other) => other.id === id);
  if (!object) throw new Error(`${id} is not in the source`);
  return object;
}

async function report(run: RunContext, plan: Plan): Promise<Report> {
  const none = { total: 0, converted: 0, absorbed: 0, refused: 0 };
  const objects: Report['objects'] = [];
  for (const { id, kind, class: objectClass, models } of plan.objects) {
    const record = await run.objects.read(id, 'evaluator');
    const evaluated = record.ok ? (record.value?.outcome as { verdict: 'equal' | 'runs' } | undefined) : undefined;
    objects.push({
      id,
      kind,
      class: objectClass,
      statements: none,
      verdict: evaluated?.verdict ?? 'found',
      fidelity: 'exact',
      models: models.map(({ name }) => name),
      issues: [],
      assumptions: [],
      evidence: [],
    });
  }
  return {
    schemaVersion: 1,
    source: { kind: 'scripts', database: 'Toy' },
    target: 'duckdb',
    totals: {
      objects: objects.length,
      statements: 0,
      converted: 0,
      absorbed: 0,
      refused: 0,
      models: objects.length,
      rowsCompared: 0,
    },
    objects,
    dbt: null,
    durationMs: 0,
    llm: { calls: 0, usd: 0 },
  };
}
