import type { ChunkOption, TableReference } from '../../ast/tables.js';
import { parseScalar } from '../expressions/parse-expression.js';
import { parseColumnName } from '../expressions/parse-full-text.js';
import { parseStringLiteral } from '../expressions/parse-string-literal.js';
import { parseIdentifier } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseTableAlias } from './parse-table-alias.js';
import { parseTableReference } from './parse-table-reference.js';

/** VECTOR_SEARCH(TABLE = t, COLUMN = c, SIMILAR_TO = v, METRIC = 'cosine', TOP_N = n) */
export function parseVectorSearch(p: Parser): TableReference {
  const { start } = p;
  p.expectAll('VECTOR_SEARCH', '(', 'TABLE', '=');
  const table = parseTableReference(p);
  p.expectAll(',', 'COLUMN', '=');
  const column = parseColumnName(p);
  p.expectAll(',', 'SIMILAR_TO', '=');
  const similarTo = parseScalar(p);
  p.expectAll(',', 'METRIC', '=');
  const metric = parseStringLiteral(p);
  const topN = p.eatAll(',', 'TOP_N', '=') ? parseScalar(p) : undefined;
  p.expect(')');
  const forceAnnOnly = p.eatAll('WITH', '(', 'FORCE_ANN_ONLY', ')') || undefined;
  return {
    kind: 'VectorSearchTable',
    start,
    table,
    column,
    similarTo,
    metric,
    topN,
    forceAnnOnly,
    ...parseTableAlias(p),
    end: p.end,
  };
}

/** AI_GENERATE_CHUNKS(SOURCE = text, CHUNK_TYPE = FIXED, CHUNK_SIZE = n, …). learn.microsoft.com/sql/t-sql/functions/ai-generate-chunks-transact-sql */
export function parseGenerateChunks(p: Parser): TableReference {
  const { start } = p;
  p.expectAll('AI_GENERATE_CHUNKS', '(', 'SOURCE', '=');
  const source = parseScalar(p);
  p.expectAll(',', 'CHUNK_TYPE', '=');
  const chunkType = parseIdentifier(p);
  const options: ChunkOption[] = [];
  while (p.eat(',')) {
    const { start: from } = p;
    const name = p.oneOf('CHUNK_SIZE', 'OVERLAP', 'ENABLE_CHUNK_SET_ID');
    p.expect('=');
    options.push({ kind: 'ChunkOption', start: from, name, value: parseScalar(p), end: p.end });
  }
  p.expect(')');
  return { kind: 'GenerateChunksTable', start, source, chunkType, options, ...parseTableAlias(p), end: p.end };
}
