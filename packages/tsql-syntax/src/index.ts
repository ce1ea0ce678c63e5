export type { AstNode } from './ast/any-node.js';
export type * as Ast from './ast/index.js';
export type { Statement } from './ast/statement.js';
export { syntaxDiagnostics } from './diagnostics.js';
export type { Comment } from './lexer/comments.js';
export { type Piece, piecesOf } from './lexer/pieces.js';
export type { TokenBuffer } from './lexer/token-buffer.js';
export {
  type Batch,
  type BatchReader,
  type ParseOptions,
  parseBatch,
  parseScript,
  readScript,
} from './parser/parse-batch.js';
export { printNode, printStatements } from './printer/print.js';
export { isStable } from './printer/stability.js';
export { type DecodedSource, decodeSource, type SourceEncoding } from './source/decode-source.js';
export { type SqlcmdDirective, sqlcmdDirectives, sqlcmdVariables } from './source/sqlcmd.js';
export { equalTrees } from './visitor/equal-trees.js';
export { countStatements, isStatementKind } from './visitor/statements.js';
export { childrenOf, walk } from './visitor/walk.js';
