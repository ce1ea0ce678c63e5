import {
  type Evidence,
  LADDER,
  OFF_LADDER,
  type Report,
  type ReportIssue,
  type ReportObject,
  type Verdict,
} from '@datamigrate/contracts';

/** Verdicts from the best to those beside the ladder, as both forms of the report list them. */
export const VERDICTS_BEST_FIRST: readonly Verdict[] = [...[...LADDER].reverse(), ...OFF_LADDER];

export function hasDifferences(evidence: Evidence): boolean {
  return evidence.missing + evidence.extra + evidence.different > 0;
}

export interface VerdictCount {
  readonly verdict: Verdict;
  readonly count: number;
}

export function countVerdicts(objects: readonly ReportObject[]): VerdictCount[] {
  return VERDICTS_BEST_FIRST.map((verdict) => ({
    verdict,
    count: objects.filter((object) => object.verdict === verdict).length,
  }));
}

/** Tables that the original database feeds us: they are read as they are, not converted. */
export function isPlainSource(object: ReportObject): boolean {
  return object.class === 'source' && object.issues.length === 0 && object.evidence.length === 0;
}

/** Where an issue stands: at an object, or in a file of the source. */
export interface IssuePlace {
  readonly object?: string;
  readonly file?: string;
  readonly issue: ReportIssue;
}

export interface IssueGroup {
  readonly code: string;
  readonly severity: ReportIssue['severity'];
  readonly places: readonly IssuePlace[];
}

const SEVERITY_ORDER = { error: 0, warning: 1, info: 2 } as const;

/** Issues by code: errors first, then by how often they occur. */
export function groupIssues({ source, objects }: Report): IssueGroup[] {
  const groups = new Map<string, IssuePlace[]>();
  const add = (place: IssuePlace): void => {
    const places = groups.get(place.issue.code);
    if (places) places.push(place);
    else groups.set(place.issue.code, [place]);
  };
  for (const { file, ...issue } of source.issues ?? []) add({ ...(file === undefined ? {} : { file }), issue });
  for (const { id, issues } of objects) for (const issue of issues) add({ object: id, issue });
  return [...groups]
    .map(([code, places]) => ({ code, severity: worst(places.map(({ issue }) => issue.severity)), places }))
    .sort((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] || b.places.length - a.places.length);
}

function worst(severities: readonly ReportIssue['severity'][]): ReportIssue['severity'] {
  return severities.includes('error') ? 'error' : severities.includes('warning') ? 'warning' : 'info';
}

export interface EvidenceFigures {
  readonly comparisons: number;
  readonly equal: number;
  readonly different: number;
  readonly skipped: number;
  /** Different original tables among the comparisons, and those of them that were equal in all steps. */
  readonly tables: number;
  readonly equalTables: number;
}

export function evidenceFigures({ objects }: Report): EvidenceFigures {
  const evidence = objects.flatMap((object) => object.evidence);
  const skipped = evidence.filter((e) => e.skipped !== undefined);
  const different = evidence.filter(hasDifferences);
  const bad = new Set([...skipped, ...different].map((e) => e.table));
  const tables = new Set(evidence.map((e) => e.table));
  return {
    comparisons: evidence.length,
    equal: evidence.length - skipped.length - different.length,
    different: different.length,
    skipped: skipped.length,
    tables: tables.size,
    equalTables: [...tables].filter((table) => !bad.has(table)).length,
  };
}

/** Where the page of an issue code stands, seen from the root of the project. */
export function issuePage(code: string): string {
  return `docs/issues/${code}.md`;
}
