// A second look that needs no grammar: what the printer writes must hold the same names, literals and keywords, and as
// many of each, as the source. A clause or statement that vanished on the way through the tree would be missing.

/** Words and signs that say nothing of their own, or that the printer writes in one way only. */
const FREE = new Set(
  '; , ( ) . = > < >= AS INNER OUTER INTO FROM WITH INDEX NEXT FIRST APPROX APPROXIMATE ROW ROWS'.split(' '),
);

const SAME = { EXEC: 'EXECUTE', OUT: 'OUTPUT' };

function bagOf(syntax, sql) {
  const bag = new Map();
  for (const { tokens, statements } of syntax.readScript(sql)) {
    for (let i = 0; i < tokens.count - 1; i++) {
      const text = sql.slice(tokens.starts[i], tokens.ends[i]).toUpperCase();
      const word = SAME[text] ?? text;
      if (!FREE.has(word)) bag.set(word, (bag.get(word) ?? 0) + 1);
    }
    for (const _ of statements());
  }
  return bag;
}

/** Tokens that the printed text has more or fewer of, as `+X` and `-X`; empty when nothing is lost. */
export function tokenDifferences(syntax, sql, statements, comments) {
  const before = bagOf(syntax, sql);
  const after = bagOf(syntax, syntax.printStatements(statements, comments));
  const differences = [];
  for (const word of new Set([...before.keys(), ...after.keys()])) {
    const change = (after.get(word) ?? 0) - (before.get(word) ?? 0);
    if (change !== 0) differences.push(`${change > 0 ? '+' : '-'}${word}`);
  }
  return differences;
}
