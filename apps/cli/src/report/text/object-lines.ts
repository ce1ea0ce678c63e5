import type { ReportObject } from '@datamigrate/contracts';
import { compareText } from '@datamigrate/foundation';
import type { Colors } from '../../colors.js';
import { isPlainSource, VERDICTS_BEST_FIRST } from '../facts.js';
import { counted, fit, table } from './layout.js';
import { paintVerdict } from './verdict-color.js';

/** More rows than this nobody reads on a terminal; the page has all of them. */
const MOST_ROWS = 40;
/** Columns that stand beside the name: kind, class, statements, verdict, and the blanks between them. */
const BESIDE_NAME = 50;

/** A row for each object; what needs attention first, sources that are only read in one line. */
export function objectLines(objects: readonly ReportObject[], width: number, colors: Colors): string[] {
  const sources = objects.filter(isPlainSource);
  const rest = objects.filter((object) => !isPlainSource(object)).sort(worstFirst);
  const shown = rest.slice(0, MOST_ROWS);
  const lines: string[] = [];
  if (shown.length > 0) {
    const [title = '', ...rows] = table(
      [
        { title: 'object' },
        { title: 'kind' },
        { title: 'class' },
        { title: 'c/a/r', align: 'right' },
        { title: 'verdict' },
      ],
      shown.map((object) => cellsOf(object, width - BESIDE_NAME)),
    );
    lines.push(colors.dim(title));
    for (const [i, row] of rows.entries()) {
      const object = shown[i] as ReportObject;
      lines.push(paintEnd(row, object, colors), ...modelLines(object, width, colors));
    }
  }
  if (shown.length > 0) lines.push(colors.dim('c/a/r: statements converted / absorbed / refused'));
  if (rest.length > shown.length)
    lines.push(`and ${counted(rest.length - shown.length, 'more object')}: see the report page`);
  if (sources.length > 0) {
    lines.push(`${counted(sources.length, 'table is a source', 'tables are sources')}: read as they are`);
  }
  return lines;
}

const SHORT_KIND = { procedure: 'proc', view: 'view', table: 'table', function: 'func', trigger: 'trig' } as const;

function cellsOf({ id, kind, class: of, statements, verdict }: ReportObject, longestName: number): string[] {
  const { converted, absorbed, refused } = statements;
  return [fit(id, longestName), SHORT_KIND[kind], of, `${converted}/${absorbed}/${refused}`, verdict];
}

function paintEnd(row: string, { verdict }: ReportObject, colors: Colors): string {
  return row.slice(0, row.length - verdict.length) + paintVerdict(verdict, verdict, colors);
}

function modelLines({ models }: ReportObject, width: number, colors: Colors): string[] {
  return models.length === 0 ? [] : [colors.dim(fit(`  -> ${models.join(', ')}`, width - 2))];
}

function worstFirst(a: ReportObject, b: ReportObject): number {
  return rank(b) - rank(a) || compareText(a.id, b.id);
}

function rank({ verdict }: ReportObject): number {
  return verdict === 'out-of-scope' ? -1 : VERDICTS_BEST_FIRST.indexOf(verdict);
}
