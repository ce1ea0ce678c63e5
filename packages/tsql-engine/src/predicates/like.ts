import { isUnicode } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { collationKey, rulesFor } from '../values/collation-key.js';
import type { Truth } from './evaluate-predicate.js';

/** One element of a pattern. */
type Piece =
  | { readonly kind: 'any-text' }
  | { readonly kind: 'any-character' }
  | { readonly kind: 'character'; readonly folded: string }
  | { readonly kind: 'class'; readonly negated: boolean; readonly test: (character: string) => boolean }
  | { readonly kind: 'never' };

export interface LikePattern {
  readonly pieces: readonly Piece[];
  readonly fold: (character: string) => string;
}

export function evaluateLike(env: Environment, node: Bound.BoundLike): Truth {
  const value = evaluate(env, node.operand);
  const pattern = evaluate(env, node.pattern);
  if (typeof value !== 'string' || typeof pattern !== 'string') return undefined;
  let escape: string | undefined;
  if (node.escape) {
    const written = evaluate(env, node.escape);
    if (typeof written === 'string') {
      if (written.length !== 1) throw sqlError(506, written, 'LIKE');
      escape = written;
    }
  }
  const unicode = isUnicode(node.operand.type) || isUnicode(node.pattern.type);
  const compiled = compileLike(pattern, node.collation, unicode, escape);
  if (likeMatches(compiled, value)) return true;
  // Trailing blanks of the value are forgiven as long as neither side is Unicode.
  for (let rest = value; !unicode && rest.endsWith(' '); ) {
    rest = rest.slice(0, -1);
    if (likeMatches(compiled, rest)) return true;
  }
  return false;
}

const COMPILED = new Map<string, LikePattern>();

export function compileLike(pattern: string, collation: string, unicode: boolean, escape?: string): LikePattern {
  const id = `${collation}|${unicode}|${escape ?? ''}|${pattern}`;
  const known = COMPILED.get(id);
  if (known) return known;
  if (COMPILED.size > 1000) COMPILED.clear();
  const rules = rulesFor(collation, unicode);
  const pieces: Piece[] = [];
  const characters = rules.collation.supplementary ? [...pattern] : pattern.split('');
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] as string;
    if (character === escape) {
      const next = characters[++i];
      pieces.push(next === undefined ? { kind: 'never' } : { kind: 'character', folded: rules.fold(next) });
    } else if (character === '%') pieces.push({ kind: 'any-text' });
    else if (character === '_') pieces.push({ kind: 'any-character' });
    else if (character === '[') {
      const [piece, end] = classPiece(characters, i, escape, collation, unicode);
      pieces.push(piece);
      i = end;
    } else pieces.push({ kind: 'character', folded: rules.fold(character) });
  }
  const compiled: LikePattern = { pieces, fold: rules.fold };
  COMPILED.set(id, compiled);
  return compiled;
}

/** `[a-f]`, `[^x]`; an empty or unclosed class never matches, nor does a range written backwards. */
function classPiece(
  characters: readonly string[],
  start: number,
  escape: string | undefined,
  collation: string,
  unicode: boolean,
): [Piece, number] {
  // A key forgets blanks at its end.
  const binary = rulesFor(collation, unicode).collation.order !== 'dictionary';
  const key = (character: string): string => {
    if (character !== ' ') return collationKey(character, collation, unicode);
    return binary ? ' ' : collationKey('\u2007', collation, unicode);
  };
  const tests: ((k: string) => boolean)[] = [];
  let i = start + 1;
  const negated = characters[i] === '^';
  if (negated) i++;
  const first = i;
  for (; i < characters.length && characters[i] !== ']'; i++) {
    let from = characters[i] as string;
    if (from === escape && i + 1 < characters.length) from = characters[++i] as string;
    if (characters[i + 1] === '-' && i + 2 < characters.length && characters[i + 2] !== ']') {
      let to = characters[i + 2] as string;
      i += 2;
      if (to === escape && i + 1 < characters.length) to = characters[++i] as string;
      const [low, high] = [key(from), key(to)];
      tests.push((k) => k >= low && k <= high);
    } else {
      const only = key(from);
      tests.push((k) => k === only);
    }
  }
  if (i >= characters.length || i === first) return [{ kind: 'never' }, i];
  return [{ kind: 'class', negated, test: (character) => tests.some((test) => test(key(character))) }, i];
}

export function likeMatches(pattern: LikePattern, value: string): boolean {
  const characters = value.split('');
  return matchFrom(pattern, characters, 0) !== undefined;
}

/**
 * Whether the pattern matches from a position on; gives the position behind the match. The whole rest must match, as
 * LIKE wants it. Backtracks to the last `%` only, which is enough and never slow.
 */
function matchFrom(pattern: LikePattern, characters: readonly string[], start: number): number | undefined {
  const { pieces, fold } = pattern;
  let at = start;
  let piece = 0;
  let retryPiece = -1;
  let retryAt = 0;
  for (;;) {
    const current = pieces[piece];
    if (current?.kind === 'any-text') {
      retryPiece = ++piece;
      retryAt = at;
      continue;
    }
    const character = characters[at];
    if (current === undefined && character === undefined) return at;
    if (current !== undefined && character !== undefined && matches(current, character, fold)) {
      piece++;
      at++;
      continue;
    }
    // A character that the collation ignores takes no part.
    if (character !== undefined && fold(character) === '') {
      at++;
      continue;
    }
    if (current?.kind === 'character' && current.folded === '') {
      piece++;
      continue;
    }
    if (retryPiece < 0 || retryAt >= characters.length) return undefined;
    piece = retryPiece;
    at = ++retryAt;
  }
}

function matches(piece: Piece, character: string, fold: (character: string) => string): boolean {
  switch (piece.kind) {
    case 'any-character':
      return true;
    case 'character':
      return piece.folded !== '' && fold(character) === piece.folded;
    case 'class':
      return piece.test(character) !== piece.negated;
    default:
      return false;
  }
}

/** Position (from 1) of the first match inside a text, for PATINDEX; 0 where there is none. */
export function patternPosition(pattern: string, value: string, collation: string, unicode: boolean): number {
  const anchoredStart = !pattern.startsWith('%');
  const body = anchoredStart ? pattern : pattern.replace(/^%+/, '');
  const compiled = compileLike(body, collation, unicode);
  const characters = value.split('');
  // An empty pattern finds the empty text alone.
  if (body === '') return pattern === '' && characters.length > 0 ? 0 : 1;
  for (let start = 0; start <= (anchoredStart ? 0 : characters.length); start++) {
    if (matchFrom(compiled, characters, start) !== undefined) return start + 1;
  }
  return 0;
}
