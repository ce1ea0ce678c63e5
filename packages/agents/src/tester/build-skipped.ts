import type { DbtManifest, DbtNodeResult, DbtOutcome } from '@datamigrate/dbt-runner';
import { modelOfTest, nameOf } from './node-names.js';

/**
 * dbt does not build what reads a model with a failing test. Whether such a model works, and what rows it has, is asked all
 * the same: it is built on what is there, with tests of its own. What reads a model that failed itself stays as it is.
 */
export async function withSkipped(
  first: DbtOutcome,
  manifest: DbtManifest | undefined,
  build: (models: readonly string[]) => Promise<DbtOutcome>,
): Promise<DbtOutcome> {
  if (!manifest) return first;
  let outcome = first;
  for (let last = Number.POSITIVE_INFINITY; ; ) {
    const waiting = behindTestsAlone(outcome, manifest);
    // Each round builds some of them, or none can be.
    if (waiting.length === 0 || waiting.length >= last) return outcome;
    last = waiting.length;
    const next = await build(waiting.map(nameOf));
    if (next.status !== 'ok' && next.status !== 'failed') return outcome;
    outcome = together(outcome, next);
  }
}

/** Ids of the models that dbt has passed over. */
export function skippedModels({ nodes }: DbtOutcome): readonly string[] {
  const skipped = nodes.filter(({ resourceType, status }) => resourceType === 'model' && status === 'skipped');
  return skipped.map(({ uniqueId }) => uniqueId);
}

/** Ids of skipped models behind failing data tests and nothing worse. */
function behindTestsAlone(outcome: DbtOutcome, manifest: DbtManifest): readonly string[] {
  const { nodes } = outcome;
  if (!nodes.some(({ resourceType, status }) => resourceType === 'test' && status === 'fail')) return [];
  const blocking = new Set(nodes.flatMap((node) => blockedBy(node, manifest)));
  const known = new Map<string, boolean>();
  const isBlocked = (id: string): boolean => {
    const answer = known.get(id);
    if (answer !== undefined) return answer;
    const read = manifest.nodes.get(id)?.dependsOn ?? [];
    const found = blocking.has(nameOf(id)) || read.some((each) => each.startsWith('model.') && isBlocked(each));
    known.set(id, found);
    return found;
  };
  return skippedModels(outcome).filter((id) => !isBlocked(id));
}

/** The model that a node keeps from being built: itself, or the one whose unit test it is. */
function blockedBy({ uniqueId, resourceType, status }: DbtNodeResult, manifest: DbtManifest): readonly string[] {
  if (status !== 'error' && status !== 'runtime error' && status !== 'fail') return [];
  if (resourceType === 'unit_test') return [modelOfTest(manifest, uniqueId) ?? ''];
  return resourceType === 'test' ? [] : [nameOf(uniqueId)];
}

/** The first outcome, with what became of what it had skipped. */
function together(first: DbtOutcome, next: DbtOutcome): DbtOutcome {
  const later = new Map(next.nodes.map((node) => [node.uniqueId, node]));
  return {
    ...first,
    nodes: first.nodes.map((node) => (node.status === 'skipped' ? (later.get(node.uniqueId) ?? node) : node)),
    warnings: [...first.warnings, ...next.warnings],
    durationMs: first.durationMs + next.durationMs,
  };
}
