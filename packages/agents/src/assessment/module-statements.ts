import type { Module } from '@datamigrate/catalog';
import { SourceText, type Span } from '@datamigrate/diagnostics';
import { type Ast, isStatementKind, walk } from '@datamigrate/tsql-syntax';

/** One statement of a module, as the trace counts it. */
export interface ModuleStatement {
  /** From 1, in the order of the text. */
  readonly ordinal: number;
  readonly kind: string;
  readonly span: Span;
  /** In the file from which the module was read. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
}

/** Every statement of a module at every depth, the CREATE statement first. A data modification in FROM is none. */
export function moduleStatements(module: Module, root: Ast.Statement): readonly ModuleStatement[] {
  const text = new SourceText(module.name, module.definition);
  const shift = (module.origin?.line ?? 1) - 1;
  const inTables = new Set<unknown>();
  const found: ModuleStatement[] = [];
  walk(root, (node) => {
    if (node.kind === 'DataModificationTable' && 'statement' in node) inTables.add(node.statement);
    if (!isStatementKind(node.kind) || inTables.has(node)) return;
    const { line, column } = text.position(node.start);
    found.push({
      ordinal: found.length + 1,
      kind: node.kind,
      span: { start: node.start, end: node.end },
      line: line + shift,
      column,
      endLine: text.position(Math.max(node.start, node.end - 1)).line + shift,
    });
  });
  return found;
}
