import type { TraceLine } from '@datamigrate/contracts';
import { type LineMark, lastLine } from './line-marks.js';

/** A table expression of a model, or a branch of its last query: lines from 1, and the names that they hold. */
export interface Passage {
  readonly from: number;
  readonly to: number;
  readonly names: ReadonlySet<string>;
}

/** Words that name nothing. */
const WORDS = new Set(
  `all and any as asc avg begin between bigint bit by case cast coalesce count create cross date datetime datetime2 decimal
  declare delete desc distinct drop else end except exec exists false for from full getdate group having if in inner insert
  int integer intersect into is isnull join left like lower max merge min money not null on or order outer over partition
  proc procedure recursive ref return right round row row_number select set source sum table then timestamp top true trim
  union update upper using values varchar when where with`.split(/\s+/),
);
const ENOUGH = 0.6;
const FEWEST = 2;

/** As models write names: OrderId, @OrderId and [OrderId] are order_id. */
function modelName(text: string): string {
  return text
    .replace(/^[@#]+/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/^.*__/, '');
}

/** The names in a piece of SQL. Aliases of one letter say nothing. */
export function namesIn(text: string): Set<string> {
  const found = text.replace(/--.*$/gm, '').match(/[@#]*[A-Za-z_]\w*/g) ?? [];
  const names = found.map(modelName).filter((name) => name.length > 1 && !WORDS.has(name) && !name.startsWith('tsql_'));
  return new Set(names);
}

const OPENS = /^(?:with\s+)?(?:recursive\s+)?\w+(?:\s*\([^)]*\))? as (?:not materialized |materialized )?\($/;
const SEPARATES = /^(?:union(?: all)?|except|intersect)$/;

/** The parts of a model that do something; those that only fetch a table by its name are left out. */
export function passagesOf(sql: string): Passage[] {
  const passages: Passage[] = [];
  const lines = sql.split('\n');
  let from: number | undefined;
  let isInside = false;
  const close = (end: number) => {
    if (from === undefined) return;
    const text = lines.slice(from, end + 1);
    const isImport = isInside && text.length === 3 && /^\s*select \* from \{\{/.test(text[1] ?? '');
    if (!isImport) passages.push({ from: from + 1, to: end + 1, names: namesIn(text.join('\n')) });
    from = undefined;
  };
  for (const [at, line] of lines.entries()) {
    if (isInside) {
      if (!/^\),?$/.test(line)) continue;
      close(at);
      isInside = false;
    } else if (OPENS.test(line)) {
      from = at;
      isInside = true;
    } else if (line.trim() === '' || SEPARATES.test(line) || /^\{[%#].*[%#]\}$/.test(line)) {
      close(at - 1);
    } else {
      from ??= at;
    }
  }
  close(lines.length - 1);
  return passages;
}

/** How much of the smaller one is named in the other one, too. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((name) => other.has(name)).length;
  return shared < FEWEST ? 0 : shared / Math.min(one.size, other.size);
}

/** The names in the lines of a statement, of a text that begins on a line of its file. */
function namesOf(statement: TraceLine, text: string, firstLine: number): Set<string> {
  const lines = text.split('\n').slice(statement.line - firstLine, lastLine(statement) - firstLine + 1);
  return namesIn(lines.join('\n').replace(/'[^']*'/g, "''"));
}

/** The passages of a model that speak of what a statement speaks of: the one that does most is chosen, others are linked. */
export function passageMarks(
  passages: readonly Passage[],
  statement: TraceLine,
  text: string,
  firstLine: number,
): LineMark[] {
  const names = namesOf(statement, text, firstLine);
  const alike = passages.map((one) => likeness(one.names, names));
  const most = Math.max(ENOUGH, ...alike);
  return passages.flatMap(({ from, to }, at) => {
    const found = alike[at] ?? 0;
    return found < ENOUGH ? [] : [{ from, to, kind: found === most ? ('chosen' as const) : ('linked' as const) }];
  });
}

/** The statement that a line of a model speaks of most, among those that became it. */
export function statementOf(
  passages: readonly Passage[],
  line: number,
  statements: readonly TraceLine[],
  text: string,
  firstLine: number,
): TraceLine | null {
  const passage = passages.find(({ from, to }) => from <= line && line <= to);
  if (passage === undefined) return null;
  let best: TraceLine | null = null;
  let most = ENOUGH;
  for (const one of statements) {
    const found = likeness(passage.names, namesOf(one, text, firstLine));
    // Of equal ones the smaller: it stands inside the others.
    const isInner = best !== null && found === most && lastLine(one) - one.line < lastLine(best) - best.line;
    if (found > most || (best === null && found === most) || isInner) [best, most] = [one, found];
  }
  return best;
}
