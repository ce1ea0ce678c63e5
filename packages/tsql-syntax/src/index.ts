export type * as Ast from './ast/index.js';
export type { AstNode } from './ast/any-node.js';
export type { Statement } from './ast/statement.js';
export { syntaxDiagnostics } from './diagnostics.js';
export { type Batch, type ParseOptions, parseBatch, parseScript } from './parser/parse-batch.js';
export { printNode, printStatements } from './printer/print.js';
export { countStatements, isStatementKind } from './visitor/statements.js';
export { childrenOf, walk } from './visitor/walk.js';
