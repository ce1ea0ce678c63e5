import { t } from '../texts/index.js';
import { type Tone, VERDICT_LOOKS } from '../ui/tones.js';
import type { LineageNode } from './graph.js';

export const LENSES = ['verdict', 'kind', 'layer'] as const;
export type Lens = (typeof LENSES)[number];

const KIND_TONES: Readonly<Record<LineageNode['kind'], Tone>> = {
  table: 'idle',
  view: 'info',
  procedure: 'accent',
  function: 'warn',
  trigger: 'bad',
  model: 'good',
};
const LAYERS: readonly Tone[] = ['idle', 'info', 'good', 'accent', 'warn'];
const ORDER = ['staging', 'intermediate', 'marts'];

/** What a node is called and coloured by. */
export function lookOf(node: LineageNode, lens: Lens): { readonly tone: Tone; readonly text: string } {
  if (lens === 'verdict') {
    if (node.verdict === null) return { tone: 'idle', text: t.migration.objects.waiting };
    return { tone: VERDICT_LOOKS[node.verdict].tone, text: t.verdicts[node.verdict].name };
  }
  if (lens === 'layer') {
    const index = ORDER.indexOf(node.layer ?? '');
    return { tone: LAYERS[index < 0 ? 0 : index + 1] ?? 'idle', text: node.layer ?? t.migration.lineage.unlayered };
  }
  return { tone: KIND_TONES[node.kind], text: node.kind === 'model' ? t.object.panes.models : t.kinds[node.kind] };
}
