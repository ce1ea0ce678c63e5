import { collationByName } from '@datamigrate/catalog';
import { likeRegex } from '@datamigrate/relational';
import { text } from '../../sql/sql.js';
import { duck } from '../duck-type.js';
import { type Rendered, rendered } from '../rendered.js';
import { constantText, type FunctionRendering, noFunction } from './function-rendering.js';

/** PATINDEX: the pattern stands for a whole text, as with LIKE. */
export const patternRendering: FunctionRendering = (renderer, node, args): Rendered => {
  const pattern = constantText(node, 0);
  const [, value] = args;
  const collation = node.collation === undefined ? undefined : collationByName(node.collation);
  const ignoreCase = collation?.caseSensitive !== true;
  const binary = collation !== undefined && collation.order !== 'dictionary';
  const compiled =
    pattern === undefined ? undefined : likeRegex(pattern.replace(/^%+/, ''), undefined, { ignoreCase, binary });
  // The text may hold letters that more than case decides, beside these patterns.
  const open = !binary && /[^\t\r\n -~]/.test(pattern ?? '');
  const cased = !binary && !ignoreCase && /\[[^\]]*[A-Za-z]-/.test(pattern ?? '');
  if (!value || pattern === undefined || !compiled || open || cased || (collation && !collation.accentSensitive)) {
    return noFunction(renderer, node, 'with this pattern');
  }
  const flags = ignoreCase ? '(?is)' : '(?s)';
  const before = pattern.startsWith('%') ? '(.*?)' : '()';
  const regex = compiled.never ? '()[^\\s\\S]' : `${flags}^${before}${compiled.regex}$`;
  return rendered(renderer.macro('tsql_patindex', [value, text(regex)]), duck('bigint'));
};
