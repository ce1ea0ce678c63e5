import type { Evidence, Report, ReportObject } from './documents/report.js';

/**
 * What a report must fulfil beyond its shape: nothing vanishes, totals add up, no verdict is better than its evidence.
 * Returns one sentence for each breach; an honest report gives none.
 */
export function checkReport(report: Report): string[] {
  return [...checkTotals(report), ...checkNames(report), ...report.objects.flatMap(checkObject)];
}

function checkTotals({ totals, objects }: Report): string[] {
  const statements = objects.map((object) => object.statements);
  const evidence = objects.flatMap((object) => object.evidence);
  const expected: Record<keyof Report['totals'], number> = {
    objects: objects.length,
    statements: sum(statements.map((s) => s.total)),
    converted: sum(statements.map((s) => s.converted)),
    absorbed: sum(statements.map((s) => s.absorbed)),
    refused: sum(statements.map((s) => s.refused)),
    models: new Set(objects.flatMap((object) => object.models)).size,
    rowsCompared: sum(evidence.map((e) => e.rowsSource)),
  };
  return Object.entries(expected)
    .filter(([name, value]) => totals[name as keyof Report['totals']] !== value)
    .map(
      ([name, value]) => `totals.${name} is ${totals[name as keyof Report['totals']]}, the objects add up to ${value}`,
    );
}

function checkNames({ objects }: Report): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { id } of objects) {
    if (seen.has(id)) twice.add(id);
    seen.add(id);
  }
  return [...twice].map((id) => `${id} is listed more than once`);
}

function checkObject(object: ReportObject): string[] {
  const { id, statements, verdict, fidelity, issues, models } = object;
  const problems: string[] = [];
  const { total, converted, absorbed, refused } = statements;
  const accounted = converted + absorbed + refused;
  if (accounted !== total) problems.push(`${accounted} of ${total} statements are accounted for`);
  if (refused > 0 && issues.length === 0) problems.push('statements are refused without an issue');
  if (verdict === 'refused' && issues.length === 0) problems.push('it is refused without an issue');
  if (verdict === 'refused' && fidelity !== 'refused') problems.push(`it is refused, but its fidelity is ${fidelity}`);
  if (fidelity === 'assumption' && object.assumptions.length === 0) problems.push('it names no assumption');
  for (const evidence of object.evidence) {
    const where = `evidence of ${evidence.table}, step ${evidence.step}`;
    if (!models.includes(evidence.model)) problems.push(`${where}: ${evidence.model} is not one of its models`);
    problems.push(...checkEvidence(evidence).map((text) => `${where}: ${text}`));
  }
  problems.push(...checkVerdict(object));
  return problems.map((text) => `${id}: ${text}`);
}

function checkEvidence(e: Evidence): string[] {
  if (e.skipped !== undefined) {
    const counted = e.rowsSource + e.rowsTarget + e.missing + e.extra + e.different;
    return counted > 0 ? ['nothing was compared, but rows are counted'] : [];
  }
  const problems: string[] = [];
  const matched = e.rowsSource - e.missing;
  if (matched !== e.rowsTarget - e.extra) {
    problems.push(`${e.rowsSource} - ${e.missing} rows of the original cannot match ${e.rowsTarget} - ${e.extra}`);
  } else if (e.different > matched) problems.push(`${e.different} rows differ, but only ${matched} match`);
  return problems;
}

/** A procedure without models of its own is as equal as those that it calls, whose evidence stands with them. */
function checkVerdict({ verdict, evidence, models }: ReportObject): string[] {
  if (verdict !== 'equal' && verdict !== 'equal-tolerance') return [];
  if (evidence.length === 0) return models.length > 0 ? [`${verdict} without a comparison`] : [];
  if (evidence.some((e) => e.skipped !== undefined)) return [`${verdict}, but a comparison was skipped`];
  if (evidence.some((e) => e.missing + e.extra + e.different > 0)) return [`${verdict}, but rows differ`];
  const tolerant = evidence.some((e) => e.tolerances.length > 0);
  if (verdict === 'equal' && tolerant) return ['equal, but only under a tolerance'];
  return verdict === 'equal-tolerance' && !tolerant ? ['equal-tolerance, but no tolerance is named'] : [];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
