import { describe, it } from 'vitest';
import { expectKinds, lines } from './round-trip.js';

/** Tests a table of statements, one a line with its kind before it: `CreateView | CREATE VIEW …`; `¶` is a line end. */
export function describeStatements(title: string, table: string): void {
  describe(title, () => {
    it.each(lines(table).map((line) => line.split(' | ', 2) as [string, string]))('%s: %s', (kind, sql) => {
      // The kinds stand in a text, so the compiler cannot check them; a wrong one fails here.
      expectKinds(sql.replaceAll('¶', '\n'), [kind as never]);
    });
  });
}
