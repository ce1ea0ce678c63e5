import { describe, expect, it } from 'vitest';
import { piecesOf } from '../lexer/pieces.js';
import { readScript } from '../parser/parse-batch.js';
import { isStable } from '../printer/stability.js';
import { countStatements } from '../visitor/statements.js';
import { factsOf, haveCorpora, textOf } from './corpora.js';

/** Every which file is read; `npm run score -- syntax` reads all of them. */
const SAMPLE: Readonly<Record<string, number>> = { databases: 8, procbench: 2, sqlproj: 10, warehouses: 8 };

describe.skipIf(!haveCorpora)('real scripts', () => {
  it.each(Object.entries(SAMPLE))('of %s are read as SQL Server reads them', (corpus, step) => {
    const problems: string[] = [];
    let batches = 0;
    [...factsOf(corpus)].forEach(([file, facts], i) => {
      if (i % step !== 0) return;
      const text = textOf(file);
      const byEnd = new Map(facts.map((fact) => [fact.start + fact.length, fact]));
      for (const batch of readScript(text)) {
        const statements = [...batch.statements()];
        const diagnostics = batch.diagnostics();
        const sql = text.slice(batch.start, batch.end);
        const pieces = [...piecesOf(text, batch.tokens, batch.start, batch.end)];
        const place = `${file}, batch at ${batch.start}`;
        if (pieces.map((piece) => piece.text).join('') !== sql) problems.push(`${place}: text is lost`);
        if (batch.tokens.count <= 1) continue;
        batches++;
        const fact = byEnd.get(batch.start + sql.trimEnd().length);
        if (!fact) problems.push(`${place}: no such batch`);
        if (!fact?.ok) continue;
        if (diagnostics.length > 0) problems.push(`${place}: ${diagnostics[0]?.message}`);
        else if (!isStable({ ...batch, statements })) problems.push(`${place}: not stable`);
        const count = [...countStatements(statements).values()].reduce((a, b) => a + b, 0);
        if (count !== fact.statementCount) problems.push(`${place}: ${count} statements, not ${fact.statementCount}`);
      }
    });
    expect(batches).toBeGreaterThan(20);
    expect(problems).toEqual([]);
  });
});
