import type { Report } from '@datamigrate/contracts';
import type { Colors } from '../../colors.js';
import { groupIssues, type IssueGroup, issuePage } from '../facts.js';
import { counted, wrap } from './layout.js';

const MOST_CODES = 12;
const MOST_PLACES = 3;

/** Refusals and warnings by code, a few places of each, and what to do. */
export function issueLines(report: Report, width: number, colors: Colors): string[] {
  const groups = groupIssues(report);
  const lines = groups.slice(0, MOST_CODES).flatMap((group) => groupLines(group, width, colors));
  if (groups.length > MOST_CODES)
    lines.push(`and ${counted(groups.length - MOST_CODES, 'more code')}: see the report page`);
  return lines;
}

const PAINT = { error: 'red', warning: 'yellow', info: 'dim' } as const;

function groupLines({ code, severity, places }: IssueGroup, width: number, colors: Colors): string[] {
  const title = `${colors[PAINT[severity]](severity)} ${colors.bold(code)}  ${counted(places.length, 'time')}, ${issuePage(code)}`;
  const lines = [title];
  for (const { object, file, issue } of places.slice(0, MOST_PLACES)) {
    const line = issue.line === undefined ? [] : [`line ${issue.line}`];
    const place = [...((object ?? file) ? [object ?? file] : []), ...line].join(', ');
    lines.push(...indented(place === '' ? issue.message : `${place}: ${issue.message}`, width));
  }
  if (places.length > MOST_PLACES) lines.push(`  and ${counted(places.length - MOST_PLACES, 'more place')}`);
  const help = places.find(({ issue }) => issue.help !== undefined)?.issue.help;
  if (help !== undefined) lines.push(...indented(`What to do: ${help}`, width));
  return lines;
}

function indented(text: string, width: number): string[] {
  return wrap(text, width - 6).map((line, i) => (i === 0 ? `  ${line}` : `    ${line}`));
}
