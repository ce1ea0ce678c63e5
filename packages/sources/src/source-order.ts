import type { Script } from '@datamigrate/tsql-engine';
import type { Source } from './source.js';

/** A source beside others: what it is called, and what makes it. */
type Placed = Pick<Source, 'database' | 'scripts'>;

/** Whether scripts name objects of a database: `Shop.dbo.Orders`, `[Shop]..Orders`. */
function names(scripts: readonly Script[], database: string): boolean {
  const escaped = database.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const named = new RegExp(`(?<![\\p{L}\\p{N}_.])(?:\\[${escaped}\\]|"${escaped}"|${escaped})\\s*\\.`, 'iu');
  const folded = database.toLowerCase();
  return scripts.some(({ text }) => text.toLowerCase().includes(folded) && named.test(text));
}

/**
 * Databases in the order in which they can be made: what others read comes before them, as far as it does not read them
 * in turn; otherwise as given.
 */
export function inReadingOrder<T extends Placed>(sources: readonly T[]): readonly T[] {
  const reads = sources.map((source) =>
    sources.map((other) => !sameDatabase(source, other) && names(source.scripts, other.database)),
  );
  for (const via of sources.keys())
    for (const from of sources.keys())
      for (const to of sources.keys())
        if (reads[from]?.[via] && reads[via]?.[to]) (reads[from] as boolean[])[to] = true;
  const waiting = new Set(sources.keys());
  const ordered: T[] = [];
  const ready = (place: number): boolean =>
    [...waiting].every((other) => other === place || !reads[place]?.[other] || reads[other]?.[place]);
  while (waiting.size > 0) {
    const next = [...waiting].find(ready) ?? [...waiting][0] ?? 0;
    waiting.delete(next);
    const source = sources[next];
    if (source) ordered.push(source);
  }
  return ordered;
}

export const sameDatabase = (a: Placed, b: Placed): boolean => a.database.toLowerCase() === b.database.toLowerCase();

const USES = /^\s*USE\s+(?:\[([^\]]+)\]|"([^"]+)"|([\p{L}_][\p{L}\p{N}_@#$]*))/gimu;
const COMMENTS = /--[^\n]*|\/\*[\s\S]*?\*\//g;

/**
 * Scripts that stand with one database and change another one alone, by `USE` of nothing else: they belong to that one,
 * and prepare it for what reads it.
 */
export function scriptsAbout(source: Placed, other: Placed): readonly Script[] {
  return source.scripts.filter((script) => {
    if (script.part) return false;
    const text = script.text.replaceAll(COMMENTS, ' ');
    const used = [...text.matchAll(USES)].map(([, bracketed, quoted, plain]) => bracketed ?? quoted ?? plain ?? '');
    if (!/^\s*USE\b/i.test(text) || used.some((name) => name.toLowerCase() !== other.database.toLowerCase()))
      return false;
    return !names([script], source.database);
  });
}
