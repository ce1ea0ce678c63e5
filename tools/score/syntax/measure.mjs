// What one text shows about the front end: accepted, counted, lossless, stable.
import { performance } from 'node:perf_hooks';
import { tableNames } from './table-names.mjs';
import { tokenDifferences } from './token-bags.mjs';

/** Kinds of statements that Microsoft's parser gives one name. */
const SAME_AS = {
  SetCursorVariable: 'SetVariable',
  SetVariableMethod: 'SetVariable',
  AlterIndexPaths: 'AlterIndex',
  WaitForMessage: 'WaitFor',
  CreateSecondarySelectiveXmlIndex: 'CreateSelectiveXmlIndex',
};

/** @param {typeof import('@datamigrate/tsql-syntax')} syntax */
export function measurer(syntax) {
  const totals = { bytes: 0, parseMs: 0 };

  /** The batches of a text that hold tokens, each with its figures. The text is read twice: speed is that of the second time. */
  function* measure(text) {
    for (const batch of syntax.readScript(text)) {
      const statements = [...batch.statements()];
      if (batch.tokens.count > 1) yield figures(text, batch, statements);
    }
    const started = performance.now();
    for (const batch of syntax.readScript(text)) for (const _ of batch.statements());
    totals.parseMs += performance.now() - started;
    totals.bytes += text.length;
  }

  function figures(text, batch, statements) {
    const diagnostics = batch.diagnostics();
    const errors = diagnostics.filter((d) => d.severity === 'error');
    const kinds = new Map();
    for (const [kind, n] of syntax.countStatements(statements)) {
      const name = SAME_AS[kind] ?? kind;
      kinds.set(name, (kinds.get(name) ?? 0) + n);
    }
    const ok = errors.length === 0;
    return {
      ok,
      start: batch.start,
      end: batch.end,
      errors,
      kinds,
      statementCount: [...kinds.values()].reduce((a, b) => a + b, 0),
      opaque: kinds.get('InvalidStatement') ?? 0,
      tables: ok ? tableNames(syntax, statements) : undefined,
      roundTrip: isLossless(text, batch),
      lost: ok ? tokenDifferences(syntax, text.slice(batch.start, batch.end), statements, batch.comments) : undefined,
      stable: ok ? isStable(batch, statements) : undefined,
    };
  }

  function isLossless(text, batch) {
    const pieces = [...syntax.piecesOf(text, batch.tokens, batch.start, batch.end)];
    return (
      pieces.every((piece) => piece.type !== 'unknown') &&
      pieces.map((piece) => piece.text).join('') === text.slice(batch.start, batch.end)
    );
  }

  function isStable(batch, statements) {
    return syntax.isStable({ statements, comments: batch.comments, quotedIdentifier: batch.quotedIdentifier });
  }

  return { measure, totals };
}

/** Kinds whose number differs, as `Kind: ours/theirs`; empty when all agree. */
export function kindDifferences(kinds, theirs) {
  const expected = new Map();
  for (const [name, n] of Object.entries(theirs ?? {})) expected.set(name.replace(/Statement$/, ''), n);
  return [...new Set([...kinds.keys(), ...expected.keys()])]
    .filter((kind) => (kinds.get(kind) ?? 0) !== (expected.get(kind) ?? 0))
    .map((kind) => `${kind}: ${kinds.get(kind) ?? 0}/${expected.get(kind) ?? 0}`);
}
