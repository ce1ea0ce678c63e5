import { collationByName, isCharacter, isUnicode } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { ValueSources } from '../facts/data-facts.js';
import { ingredientsOf, sourcesOf, unionKnown } from '../facts/sources-of.js';
import type { RelExpression } from '../tree/expression.js';
import { collationKey, orderKey } from './collation-key.js';
import type { LoweringContext, LoweringScope } from './context.js';

/**
 * How texts are compared for equality: `plain` as they stand, `key` by their collation keys. Decided by what is known
 * of the values; what is relied on is noted as an assumption.
 */
export function textEquality(
  context: LoweringContext,
  scope: LoweringScope,
  texts: readonly Bound.BoundExpression[],
  collation: string,
): 'plain' | 'key' | 'guarded' | 'unknown' {
  if (collationByName(collation).order !== 'dictionary') {
    return texts.every((text) => hasNoTrailingBlanks(context, scope, text)) ? 'plain' : 'key';
  }
  const known = unionKnown(texts.map((text) => sourcesOf(text, scope)));
  if (known && context.facts.spelledAlike(known, collation)) {
    context.assume('spelled-alike', known);
    return 'plain';
  }
  const ingredients = unionKnown(texts.map((text) => ingredientsOf(text, scope)));
  if (ingredients && texts.every(isWrittenOut) && isNothing(ingredients)) return 'plain';
  if (!ingredients || !context.facts.simpleLetters(ingredients)) {
    // Where nothing is known of the values, or the code page holds no letters that need more, a guard says what goes on.
    const guarded = context.settings.guards === true || !ingredients || isCodePage(texts, collation);
    return guarded ? 'guarded' : 'unknown';
  }
  context.assume('simple-letters', ingredients);
  return sameForm(context, scope, texts, collation) ? 'plain' : 'key';
}

/** Texts made of numbers and dates alone are spelled in one way: digits, and names of months in one form. */
const isNothing = ({ columns, literals }: ValueSources): boolean => columns.length === 0 && literals.length === 0;

function isWrittenOut(text: Bound.BoundExpression): boolean {
  if (text.kind === 'group-key') return isWrittenOut(text.expression);
  if (!isVariable(text.type.name)) return false;
  if (text.kind === 'call') return text.function === 'DATENAME';
  return text.kind === 'cast' && !isCharacter(text.operand.type);
}

/** SQL_ collations compare the letters of varchar by case and accents alone. */
export function isCodePage(texts: readonly Bound.BoundExpression[], collation: string): boolean {
  return collationByName(collation).sqlServerStyle && !texts.some((text) => isUnicode(text.type));
}

/** Whether all texts are in upper case, or all in lower case, and without trailing blanks. */
function sameForm(
  context: LoweringContext,
  scope: LoweringScope,
  texts: readonly Bound.BoundExpression[],
  collation: string,
): boolean {
  if (collationByName(collation).caseSensitive) return false;
  return (['UPPER', 'LOWER'] as const).some((form) => texts.every((text) => isInForm(context, scope, text, form)));
}

function isInForm(
  context: LoweringContext,
  scope: LoweringScope,
  text: Bound.BoundExpression,
  form: 'UPPER' | 'LOWER',
): boolean {
  if (text.kind === 'cast' && isCharacter(text.operand.type) && isVariable(text.type.name)) {
    return isInForm(context, scope, text.operand, form);
  }
  if (text.kind === 'group-key') return isInForm(context, scope, text.expression, form);
  if (text.kind === 'literal') {
    const { value } = text;
    if (typeof value !== 'string') return value === null;
    return value === (form === 'UPPER' ? value.toUpperCase() : value.toLowerCase()) && !value.endsWith(' ');
  }
  if (text.kind !== 'call' || text.function !== form) return false;
  const [operand] = text.arguments;
  return operand !== undefined && hasNoTrailingBlanks(context, scope, operand);
}

const isVariable = (name: string): boolean => name === 'varchar' || name === 'nvarchar';

/** Whether a text cannot end in a blank, by how it is made or by what the data tell. */
export function hasNoTrailingBlanks(
  context: LoweringContext,
  scope: LoweringScope,
  text: Bound.BoundExpression,
): boolean {
  if (text.kind === 'call' && (text.function === 'RTRIM' || text.function === 'TRIM'))
    return text.arguments.length === 1;
  if (text.kind === 'call' && ['UPPER', 'LOWER', 'LTRIM'].includes(text.function)) {
    const [operand] = text.arguments;
    return operand !== undefined && hasNoTrailingBlanks(context, scope, operand);
  }
  if (text.kind === 'cast' && isVariable(text.type.name) && isCharacter(text.operand.type)) {
    return hasNoTrailingBlanks(context, scope, text.operand);
  }
  const sources = sourcesOf(text, scope);
  if (!sources || !context.facts.noTrailingBlanks(sources)) return false;
  context.assume('no-trailing-blanks', sources);
  return true;
}

/** Lowered texts made ready for a comparison by equality; refuses what cannot be decided. */
export function equalityOperands(
  context: LoweringContext,
  scope: LoweringScope,
  texts: readonly Bound.BoundExpression[],
  lowered: readonly RelExpression[],
  collation: string,
): readonly RelExpression[] {
  const how = textEquality(context, scope, texts, collation);
  switch (how) {
    case 'plain':
      return lowered;
    case 'key':
    case 'guarded': {
      const unicode = texts.some((text) => isUnicode(text.type));
      const letterless = isBesideNoLetters(lowered);
      // No character of the code page equals punctuation or digits.
      const guarded = how === 'guarded' && !(letterless && isCodePage(texts, collation));
      return lowered.map((value) => collationKey(value, collation, unicode, guarded, letterless));
    }
    case 'unknown':
      context.refuse(relationalDiagnostics.create('lower-text-equality', { collation }, texts[0]?.span));
      return lowered;
  }
}

/** One text among constants without letters: `x = ''`, `x IN ('1', '2')`. */
function isBesideNoLetters(lowered: readonly RelExpression[]): boolean {
  const constants = lowered.filter((value) => value.kind === 'literal');
  return (
    constants.length === lowered.length - 1 &&
    constants.length > 0 &&
    constants.every(({ value }) => value === null || (typeof value === 'string' && /^[ -@[-`{-~]*$/.test(value)))
  );
}

/** Lowered texts made ready for a comparison by order. */
export function orderOperands(
  context: LoweringContext,
  scope: LoweringScope,
  texts: readonly Bound.BoundExpression[],
  lowered: readonly RelExpression[],
  collation: string,
): readonly RelExpression[] {
  const facts = collationByName(collation);
  if (facts.order === 'code-point' && texts.every((text) => hasNoTrailingBlanks(context, scope, text))) return lowered;
  const ingredients = unionKnown(texts.map((text) => ingredientsOf(text, scope)));
  if (facts.order === 'dictionary' && !facts.caseSensitive && ingredients && context.facts.simpleOrder(ingredients)) {
    context.assume('simple-order', ingredients);
    return lowered.map((value) => collationKey(value, collation));
  }
  // The key raises an error for a text whose order it does not decide, so it needs neither facts nor an assumption.
  if (facts.order === 'code-point' || (facts.order === 'dictionary' && !facts.caseSensitive)) {
    const unicode = texts.some((text) => isUnicode(text.type));
    return lowered.map((value) => orderKey(value, collation, unicode));
  }
  context.refuse(relationalDiagnostics.create('lower-text-order', { collation }, texts[0]?.span));
  return lowered;
}
