import type { DiagnosticLine, ParsedStatement, ParseLine } from '@datamigrate/contracts';
import { type Diagnostic, hasErrors, type SourceText } from '@datamigrate/diagnostics';
import {
  type AstNode,
  type BatchReader,
  childrenOf,
  isStable,
  isStatementKind,
  piecesOf,
  readScript,
  type Statement,
} from '@datamigrate/tsql-syntax';

/** A batch that was read, with what the front end can prove about it. */
export interface ReadBatch {
  readonly start: number;
  readonly end: number;
  readonly statements: readonly Statement[];
  readonly diagnostics: readonly Diagnostic[];
  readonly roundTrip: boolean;
  readonly stable: boolean;
  /** Nothing but blanks: the end of a file behind its last GO, for example. */
  readonly blank: boolean;
}

/** Reads a script batch by batch; memory holds one of them. */
export function* readBatches(text: string, quotedIdentifier: boolean): Generator<ReadBatch, void, undefined> {
  for (const reader of readScript(text, { quotedIdentifier })) {
    const statements = [...reader.statements()];
    const diagnostics = reader.diagnostics();
    const batchText = text.slice(reader.start, reader.end);
    yield {
      start: reader.start,
      end: reader.end,
      statements,
      diagnostics,
      roundTrip: rebuilds(reader, text, batchText),
      stable: diagnostics.length === 0 && isStable({ ...reader, statements }),
      blank: batchText.trim() === '',
    };
  }
}

/** Whether tokens and trivia, put together again, are the batch. */
function rebuilds(reader: BatchReader, text: string, batchText: string): boolean {
  const parts: string[] = [];
  for (const piece of piecesOf(text, reader.tokens, reader.start, reader.end)) parts.push(piece.text);
  return parts.join('') === batchText;
}

/** The line of one input: usually one batch, but several where the input holds GO. */
export function parseLineOf(id: string, batches: readonly ReadBatch[], source: SourceText): ParseLine {
  const statements: ParsedStatement[] = [];
  let opaque = 0;
  for (const statement of batches.flatMap((batch) => batch.statements)) collect(statement);
  function collect(node: AstNode): void {
    if (!isStatementKind(node.kind)) {
      for (const child of childrenOf(node)) collect(child);
      return;
    }
    const inside = countInside(node);
    statements.push({ kind: node.kind, start: node.start, end: node.end, children: inside.statements });
    opaque += inside.opaque;
  }
  const diagnostics = batches.flatMap((batch) => batch.diagnostics);
  return {
    id,
    ok: !hasErrors(diagnostics),
    statements,
    statementCount: statements.reduce((sum, statement) => sum + 1 + statement.children, 0),
    opaque,
    roundTrip: batches.every((batch) => batch.roundTrip),
    stable: batches.every((batch) => batch.stable),
    diagnostics: diagnostics.map((diagnostic) => diagnosticLineOf(diagnostic, source)),
  };
}

/** Statements below a statement, at every depth, and nodes (itself included) that only stand for their text. */
function countInside(root: AstNode): { statements: number; opaque: number } {
  let statements = -1;
  let opaque = 0;
  const open: AstNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (isStatementKind(node.kind)) statements++;
    if (node.kind === 'InvalidStatement') opaque++;
    open.push(...childrenOf(node));
  }
  return { statements, opaque };
}

export function diagnosticLineOf(diagnostic: Diagnostic, source: SourceText): DiagnosticLine {
  const { code, severity, message, help, span } = diagnostic;
  return {
    code,
    severity,
    message,
    ...(help === undefined ? {} : { help }),
    ...(span === undefined ? {} : { ...source.position(span.start), start: span.start, end: span.end }),
  };
}
