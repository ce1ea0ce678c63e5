import type { Lineage } from '@datamigrate/contracts';
import type { FileRow, ObjectRow } from '@datamigrate/store';
import { referencesIn } from '../jobs/results-of-run.js';

/** Objects depend on objects, become models, and models read models. */
export function lineageOf(objects: readonly Omit<ObjectRow, 'detail'>[], models: readonly FileRow[]): Lineage {
  const known = new Set(objects.map(({ object }) => object));
  const verdicts = new Map(objects.map(({ object, verdict }) => [object, verdict]));
  const modelId = (name: string) => `model.${name}`;
  const names = new Set(models.map(({ model }) => model ?? ''));
  const nodes: Lineage['nodes'] = [];
  const edges: Lineage['edges'] = [];
  for (const { object, kind, verdict, dependsOn } of objects) {
    nodes.push({ id: object, kind, label: object, object: null, layer: null, verdict });
    for (const from of dependsOn) if (known.has(from)) edges.push({ from, to: object, kind: 'depends' });
  }
  for (const { model, object, layer, body } of models) {
    const name = model ?? '';
    const verdict = object === null ? null : (verdicts.get(object) ?? null);
    nodes.push({ id: modelId(name), kind: 'model', label: name, object, layer, verdict });
    if (object !== null && known.has(object)) edges.push({ from: object, to: modelId(name), kind: 'becomes' });
    for (const from of referencesIn(body))
      if (names.has(from) && from !== name) edges.push({ from: modelId(from), to: modelId(name), kind: 'depends' });
  }
  return { nodes, edges };
}
