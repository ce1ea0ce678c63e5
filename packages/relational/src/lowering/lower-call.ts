import { collationByName, isCharacter, isUnicode } from '@datamigrate/catalog';
import type { Bound, FunctionFact, FunctionName } from '@datamigrate/tsql-binder';
import { FUNCTIONS } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import { dropFirstSeparator } from '../rewrite/drop-first-separator.js';
import type { RelCall, RelExpression } from '../tree/expression.js';
import { collationKey } from './collation-key.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { wholeMicroseconds } from './fine-constants.js';
import { constantOf, foldCall } from './fold-conversion.js';
import { isKnownText, knownText } from './known-text.js';
import { lowerRunFact } from './lower-run-fact.js';
import { lowerXmlExist, lowerXmlValue } from './lower-xml-path.js';
import { countedTexts, withinRange } from './run-time-checks.js';
import { hasNoTrailingBlanks, isCodePage, textEquality } from './text-equality.js';

/** Functions that search one text for another, by collation. */
const SEARCHING: ReadonlySet<FunctionName> = new Set([
  'CHARINDEX',
  'PATINDEX',
  'REPLACE',
  'TRANSLATE',
  'TRIM',
  'LTRIM',
  'RTRIM',
]);

const CLOCKS: ReadonlySet<FunctionName> = new Set([
  'GETDATE',
  'CURRENT_TIMESTAMP',
  'SYSDATETIME',
  'SYSDATETIMEOFFSET',
  'GETUTCDATE',
  'SYSUTCDATETIME',
]);

export function lowerCall(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundCall,
  lower: (bound: Bound.BoundExpression) => RelExpression,
): RelExpression {
  const fact: FunctionFact = FUNCTIONS[bound.function];
  const ofRun = lowerRunFact(context, bound);
  if (ofRun) return ofRun;
  if (CLOCKS.has(bound.function) && context.settings.clock === true) {
    context.normalise('run', `${bound.function} is the time at which the run of dbt started`);
  } else if (fact.deterministic === false && bound.function !== 'ISDATE') {
    return context.refuse(
      relationalDiagnostics.create('lower-nondeterministic', { function: bound.function }, bound.span),
    );
  }
  const [first] = bound.arguments;
  if (bound.function === 'XML VALUE') return lowerXmlValue(context, scope, bound, lower);
  if (bound.function === 'XML EXIST') return lowerXmlExist(context, scope, bound, lower);
  const given = bound.arguments.map((argument) => momentOf(bound, argument, lower(argument)));
  const lowered = countedTexts(context, bound.function, inSixDigits(context, bound, given));
  const session = bound.dateFirst === undefined ? context.session : { ...context.session, dateFirst: bound.dateFirst };
  const { dateFirst, language } = session;
  const named =
    language !== 'us_english' &&
    ((bound.datePart !== undefined && NAMED_PARTS.has(`${bound.function} ${bound.datePart}`)) ||
      (bound.function === 'FORMAT' && bound.arguments.length === 2));
  if (named || bound.function === 'ISDATE') {
    // Names of months, what a text means as a date, and FORMAT without a culture depend on the language: only constants
    // are decided here.
    const decided = foldCall(bound.function, bound.datePart, lowered, bound.type, session);
    if (decided) return decided;
    const { dateFormat } = session;
    const isText = first !== undefined && isCharacter(first.type);
    if (bound.function === 'ISDATE' && isText && language === 'us_english' && dateFormat === 'mdy') {
      return { kind: 'call', type: bound.type, nullable: false, function: 'ISDATE', arguments: lowered };
    }
    const construct = `${bound.function} in ${language}`;
    return context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, bound.span));
  }
  // COLLATE is not written where constants are computed.
  const collated = bound.arguments.some(({ collation }) => collation?.label === 'explicit');
  const constant = collated ? undefined : foldCall(bound.function, bound.datePart, lowered, bound.type, session);
  if (constant?.kind === 'raise') return constant;
  if ((bound.function === 'GREATEST' || bound.function === 'LEAST') && bound.collation && !isNullType(bound)) {
    if (constant) return constant;
    const collation = bound.collation.name;
    return context.refuse(relationalDiagnostics.create('lower-text-order', { collation }, bound.span));
  }
  if (bound.function === 'NULLIF') return lowerNullIf(context, scope, bound, lowered);
  const call: RelCall = {
    kind: 'call',
    type: bound.type,
    nullable: bound.nullable,
    function: bound.function,
    arguments: SEARCHING.has(bound.function) ? searched(context, scope, bound, lowered) : lowered,
    datePart: bound.datePart,
    constant,
    dateFirst: WEEKS.has(bound.datePart ?? '') && dateFirst !== 7 ? dateFirst : undefined,
    collation: collationOf(bound),
    // Targets write a capital ß, or SS: what is known to be simple letters holds none.
    keepsSharpS: bound.function === 'UPPER' && first ? !isKnownText(context, scope, first) : undefined,
  };
  const list = bound.function === 'STUFF' ? dropFirstSeparator({ ...call, arguments: given }) : undefined;
  return list ?? withinRange(context, call);
}

/** What is added to moments that were landed with six digits of a second, as all but datetimeoffset are. */
function inSixDigits(
  context: LoweringContext,
  bound: Bound.BoundCall,
  given: readonly RelExpression[],
): readonly RelExpression[] {
  const [count, moment, ...rest] = given;
  if (!context.settings.sixDigits || bound.function !== 'DATEADD' || bound.datePart !== 'nanosecond') return given;
  if (!moment || moment.type.name === 'datetimeoffset' || constantOf(moment) !== undefined) return given;
  const whole = wholeMicroseconds(count);
  if (!whole) return given;
  context.normalise('digits', 'Moments have seven digits of a second in SQL Server; the last one is taken to be zero');
  return [whole, moment, ...rest];
}

/** By which texts are searched, or in whose code page they are hashed. */
function collationOf(bound: Bound.BoundCall): string | undefined {
  if (bound.function === 'HASHBYTES') return bound.arguments[1]?.collation?.name;
  return SEARCHING.has(bound.function) ? searchCollation(bound) : undefined;
}

const WEEKS: ReadonlySet<string> = new Set(['week', 'weekday']);
const NAMED_PARTS: ReadonlySet<string> = new Set(['DATENAME month', 'DATENAME weekday']);

const DATE_PARTS: ReadonlySet<FunctionName> = new Set(['YEAR', 'MONTH', 'DAY']);

/** A text beside a date part is read as datetimeoffset; without an offset of its own it is a plain moment. */
function momentOf(call: Bound.BoundCall, argument: Bound.BoundExpression, lowered: RelExpression): RelExpression {
  if (call.datePart === undefined && !DATE_PARTS.has(call.function)) return lowered;
  const read = argument.kind === 'cast' && argument.implicit && argument.type.name === 'datetimeoffset';
  if (!read || lowered.kind !== 'literal' || typeof lowered.value !== 'string' || call.datePart === 'tzoffset') {
    return lowered;
  }
  const match = /^(.*?)(?:\.(\d*?)0*)? \+00:00$/.exec(lowered.value);
  const [, seconds = '', fraction = ''] = match ?? [];
  if (!match || fraction.length > 6) return lowered;
  const value = fraction === '' ? seconds : `${seconds}.${fraction}`;
  return { ...lowered, type: { name: 'datetime2', scale: 7 }, value };
}

/** Where case is ignored, the text must be one that case decides; without facts and guards it is taken as it is. */
function searched(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundCall,
  lowered: readonly RelExpression[],
): readonly RelExpression[] {
  const collation = searchCollation(bound);
  if (collation === undefined || collationByName(collation).caseSensitive) return lowered;
  const [pattern] = lowered;
  const place = bound.function === 'CHARINDEX' || bound.function === 'PATINDEX' ? 1 : 0;
  const wanted = place === 1 ? pattern : lowered[1];
  // Without letters nothing depends on case.
  if (wanted?.kind === 'literal' && !/[^ -@[-`{-~]/.test(String(wanted.value))) return lowered;
  if (wanted === undefined) return lowered;
  return lowered.map((value, i) => {
    const argument = bound.arguments[i];
    if (i !== place || !argument) return value;
    return knownText(context, scope, argument, value) ?? value;
  });
}

function searchCollation(bound: Bound.BoundCall): string | undefined {
  const all = bound.arguments.flatMap(({ collation }) => collation ?? []);
  const strongest = ['explicit', 'implicit', 'coercible-default'].flatMap((label) =>
    all.filter((each) => each.label === label),
  );
  return strongest[0]?.name;
}

const isNullType = (bound: Bound.BoundCall): boolean => bound.type.name === 'null';

/** Whether a text needs no key beside a constant without letters and without blanks at its end. */
function isPlainBeside(
  context: LoweringContext,
  scope: LoweringScope,
  text: Bound.BoundExpression,
  constant: RelExpression,
): boolean {
  if (constant.kind !== 'literal' || typeof constant.value !== 'string') return false;
  return !/[^ -@[-`{-~]| $/.test(constant.value) && hasNoTrailingBlanks(context, scope, text);
}

/** NULLIF compares as `=` does and returns its first argument. */
function lowerNullIf(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundCall,
  lowered: readonly RelExpression[],
): RelExpression {
  const [left, right] = bound.arguments;
  const [value, compared] = lowered;
  const plainCall: RelExpression = {
    kind: 'call',
    type: bound.type,
    nullable: true,
    function: 'NULLIF',
    arguments: lowered,
  };
  const collation = left?.collation?.name ?? right?.collation?.name;
  if (!left || !right || !value || !compared || collation === undefined) return plainCall;
  const how = textEquality(context, scope, [left, right], collation);
  const unguarded = how === 'key' || (how === 'guarded' && isCodePage([left, right], collation));
  if (how === 'plain' || (unguarded && isPlainBeside(context, scope, left, compared))) return plainCall;
  const unicode = isUnicode(left.type) || isUnicode(right.type);
  if (how === 'unknown') {
    return context.refuse(relationalDiagnostics.create('lower-text-equality', { collation }, bound.span));
  }
  context.chooses = true;
  return {
    kind: 'case',
    type: bound.type,
    nullable: true,
    branches: [
      {
        when: {
          kind: 'comparison',
          operator: '=',
          left: collationKey(value, collation, unicode, how === 'guarded'),
          right: collationKey(compared, collation, unicode, how === 'guarded'),
        },
        result: { kind: 'literal', type: bound.type, nullable: true, value: null },
      },
    ],
    otherwise: value,
  };
}
