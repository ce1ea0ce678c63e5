import { collationByName } from '@datamigrate/catalog';
import { call, text } from '../../sql/sql.js';
import { duck } from '../duck-type.js';
import { type Rendered, rendered } from '../rendered.js';
import {
  constantText,
  type FunctionRendering,
  type FunctionTable,
  noFunction,
  wholeNumber,
} from './function-rendering.js';

const VARCHAR = duck('varchar');
const BIGINT = duck('bigint');

/** A function that DuckDB has under some name, with the same meaning for texts. */
const same =
  (name: string, type = VARCHAR): FunctionRendering =>
  (_renderer, _node, args) =>
    rendered(call(name, ...args), type);

/** Trimming takes blanks alone; a second argument names other characters. */
const trim =
  (name: string): FunctionRendering =>
  (renderer, node, args) =>
    args.length === 1 ? rendered(call(name, ...args), VARCHAR) : noFunction(renderer, node, 'with a set of characters');

/** A negative count is an error in SQL Server and counts from the other end in DuckDB. */
const side =
  (name: 'left' | 'right'): FunctionRendering =>
  (renderer, _node, args) => {
    const count = wholeNumber(args[1]);
    if (count !== undefined && count >= 0) return rendered(call(name, ...args), VARCHAR);
    return rendered(renderer.macro(`tsql_${name}`, args), VARCHAR);
  };

/** learn.microsoft.com/sql/t-sql/functions/string-functions-transact-sql, duckdb.org/docs/sql/functions/text */
export const STRING_RENDERINGS: FunctionTable = {
  ASCII: same('ascii', duck('integer')),
  CONCAT: same('concat'),
  CONCAT_WS: same('concat_ws'),
  LEFT: side('left'),
  LEN: (_renderer, _node, [value]) => rendered(call('length', ...(value ? [call('rtrim', value)] : [])), BIGINT),
  LOWER: same('lower'),
  LTRIM: trim('ltrim'),
  REPLACE: renderReplace,
  REPLICATE: (renderer, _node, args) => {
    const count = wholeNumber(args[1]);
    if (count !== undefined && count >= 0) return rendered(call('repeat', ...args), VARCHAR);
    return rendered(renderer.macro('tsql_replicate', args), VARCHAR);
  },
  REVERSE: same('reverse'),
  RIGHT: side('right'),
  RTRIM: trim('rtrim'),
  SPACE: (renderer, node, [count]) => {
    const blanks = wholeNumber(count);
    return blanks === undefined || blanks < 0
      ? noFunction(renderer, node, 'with a computed count')
      : rendered(text(' '.repeat(blanks)), VARCHAR);
  },
  STUFF: (renderer, _node, args) => rendered(renderer.macro('tsql_stuff', args), VARCHAR),
  SUBSTRING: (renderer, _node, args) => {
    const start = wholeNumber(args[1]);
    const length = wholeNumber(args[2]);
    if (start !== undefined && start >= 1 && length !== undefined && length >= 0) {
      return rendered(call('substr', ...args), VARCHAR);
    }
    return rendered(renderer.macro('tsql_substring', args), VARCHAR);
  },
  TRIM: trim('trim'),
  UPPER: same('upper'),
  CHARINDEX: renderCharIndex,
};

function renderCharIndex(...[renderer, node, args]: Parameters<FunctionRendering>): Rendered {
  const [needle, haystack, start] = args;
  if (!needle || !haystack) return noFunction(renderer, node);
  const searched = constantText(node, 0);
  // Without letters there is no case to ignore.
  if (!start && searched !== undefined && /^[ -~]+$/.test(searched) && !/[A-Za-z]/.test(searched)) {
    return rendered(call('strpos', haystack, needle), BIGINT);
  }
  if (node.collation !== undefined && collationByName(node.collation).caseSensitive) {
    return noFunction(renderer, node, 'under a case-sensitive collation');
  }
  return rendered(renderer.macro('tsql_charindex', args), BIGINT);
}

function renderReplace(...[renderer, node, args]: Parameters<FunctionRendering>): Rendered {
  const searched = constantText(node, 1);
  if (searched === undefined || searched === '' || !/^[ -~]+$/.test(searched)) {
    return noFunction(renderer, node, 'with a computed text to search for');
  }
  const sensitive = node.collation !== undefined && collationByName(node.collation).caseSensitive;
  if (sensitive || !/[A-Za-z]/.test(searched)) return rendered(call('replace', ...args), VARCHAR);
  const replacement = constantText(node, 2);
  const [value] = args;
  if (!value || replacement === undefined || replacement.includes('\\')) {
    return noFunction(renderer, node, 'ignoring case, with a computed replacement');
  }
  const pattern = searched.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  return rendered(call('regexp_replace', value, text(pattern), text(replacement), text('gi')), VARCHAR);
}
