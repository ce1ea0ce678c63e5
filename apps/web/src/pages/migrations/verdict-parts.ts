import type { Migration, Verdict } from '@datamigrate/contracts';
import { t } from '../../texts/index.js';
import type { Part } from '../../ui/stacked-bar.vue';

const PROVEN: readonly Verdict[] = ['equal', 'equal-tolerance'];
const BESIDE: readonly Verdict[] = ['refused', 'out-of-scope'];

function sum(verdicts: Migration['verdicts'], which: (verdict: Verdict) => boolean): number {
  return Object.entries(verdicts).reduce((all, [verdict, count]) => all + (which(verdict as Verdict) ? count : 0), 0);
}

/** Verdicts in four parts, for bars that are small. */
export function verdictParts(verdicts: Migration['verdicts']): Part[] {
  return [
    { name: t.verdicts.equal.name, tone: 'good', value: sum(verdicts, (verdict) => PROVEN.includes(verdict)) },
    {
      name: t.migration.onTheWay,
      tone: 'info',
      value: sum(verdicts, (verdict) => ![...PROVEN, ...BESIDE].includes(verdict)),
    },
    { name: t.verdicts.refused.name, tone: 'warn', value: verdicts.refused ?? 0 },
    { name: t.verdicts['out-of-scope'].name, tone: 'idle', value: verdicts['out-of-scope'] ?? 0 },
  ];
}
