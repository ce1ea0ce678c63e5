import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan, Report, ReportObject, Verdict } from '@datamigrate/contracts';
import type { FileRow, ObjectRow } from '@datamigrate/store';
import { type WrittenFile, writtenFiles } from './project-files.js';

const LARGEST_TEXT = 1024 * 1024;

/** Objects as the plan has them: what is known before anything was converted. */
export function objectsOfPlan(plan: Plan): ObjectRow[] {
  return plan.objects.map((object) => ({
    object: object.id,
    kind: object.kind,
    class: object.class,
    status: 'waiting',
    verdict: null,
    fidelity: null,
    models: object.models.map(({ name }) => name),
    statements: null,
    issues: 0,
    assumptions: 0,
    rowsCompared: 0,
    reason: object.reason ?? null,
    dependsOn: object.dependsOn,
    detail: null,
  }));
}

/** Objects as the report has them. */
export function objectsOfReport(
  report: Report,
  plan: Plan | undefined,
  reasons: ReadonlyMap<string, string>,
  files: readonly FileRow[],
): ObjectRow[] {
  const read = objectsRead(files);
  const planned = new Map(plan?.objects.map((object) => [object.id, object]));
  return report.objects.map((object) => ({
    object: object.id,
    kind: object.kind,
    class: object.class,
    status: 'done',
    verdict: object.verdict,
    fidelity: object.fidelity,
    models: object.models,
    statements: object.statements,
    issues: object.issues.length,
    assumptions: object.assumptions.length,
    rowsCompared: object.evidence.reduce((sum, { rowsSource }) => sum + rowsSource, 0),
    reason: reasonOf(object) ?? reasons.get(object.id) ?? null,
    dependsOn: [...new Set([...(planned.get(object.id)?.dependsOn ?? []), ...(read.get(object.id) ?? [])])].sort(),
    detail: { evidence: object.evidence, issues: object.issues, assumptions: object.assumptions },
  }));
}

/** The plan names what must be converted first; models say which tables and views they read besides. */
function objectsRead(files: readonly FileRow[]): Map<string, string[]> {
  const owner = new Map(files.flatMap(({ model, object }) => (model && object ? [[model, object] as const] : [])));
  const read = new Map<string, string[]>();
  for (const { object, body } of files) {
    if (object === null) continue;
    const objects = referencesIn(body).flatMap((name) => owner.get(name) ?? []);
    read.set(object, [...(read.get(object) ?? []), ...objects.filter((one) => one !== object)]);
  }
  return read;
}

/** Models that a model reads. */
export function referencesIn(body: string | null): string[] {
  const names = [...(body ?? '').matchAll(/\bref\(\s*['"](\w+)['"]\s*\)/g)].map(([, name = '']) => name);
  return [...new Set(names)];
}

function reasonOf({ verdict, issues }: ReportObject): string | undefined {
  return verdict === 'refused'
    ? (issues.find(({ severity }) => severity === 'error') ?? issues[0])?.message
    : undefined;
}

export function verdictsOf(objects: readonly { readonly verdict: Verdict | null }[]): Partial<Record<Verdict, number>> {
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of objects) if (verdict !== null) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  return verdicts;
}

/** The files of the project, models with what they are and where they come from. */
export async function filesOfRun(project: string, report: Report, plan: Plan | undefined): Promise<FileRow[]> {
  const objectOf = new Map(report.objects.flatMap(({ id, models }) => models.map((model) => [model, id] as const)));
  const planned = new Map(plan?.objects.flatMap(({ models }) => models.map((model) => [model.name, model] as const)));
  const rows: FileRow[] = [];
  for (const file of await writtenFiles(project)) {
    if (file.sha256 === undefined) continue;
    const name = modelName(file);
    const model = name !== undefined && objectOf.has(name) ? name : undefined;
    const body = file.bytes <= LARGEST_TEXT ? await textOf(join(project, file.path)) : null;
    const plan = model === undefined ? undefined : planned.get(model);
    rows.push({
      path: file.path,
      bytes: file.bytes,
      sha256: file.sha256,
      body,
      model: model ?? null,
      object: model === undefined ? null : (objectOf.get(model) ?? null),
      layer: model === undefined ? null : (plan?.layer ?? file.path.split('/')[1] ?? null),
      materialized: model === undefined ? null : materializedOf(body, plan?.materialized),
      tableName: plan?.table ?? null,
    });
  }
  return rows;
}

function modelName({ path }: WrittenFile): string | undefined {
  return /^models\/.*?([^/]+)\.sql$/.exec(path)?.[1];
}

/** The model itself knows best: a conversion may have made an incremental one of what was planned as a table. */
function materializedOf(body: string | null, planned: string | undefined): string {
  const [, written] = /materialized\s*=\s*['"](\w+)['"]/.exec(body ?? '') ?? [];
  return written ?? planned ?? 'view';
}

/** PostgreSQL holds no NUL in text. */
async function textOf(path: string): Promise<string | null> {
  const bytes = await readFile(path);
  return bytes.includes(0) ? null : bytes.toString('utf8');
}
