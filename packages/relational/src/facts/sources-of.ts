import { isCharacter } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { operandsOf } from '@datamigrate/tsql-binder';
import type { LoweringScope } from '../lowering/context.js';
import { isOfRun, isRunFact } from '../lowering/lower-run-fact.js';
import { byteLengthsOf } from './byte-lengths.js';
import type { BaseColumn, ValueOrigin, ValueSources } from './data-facts.js';

export const NO_SOURCES: ValueSources = { columns: [], literals: [] };

export function union(all: readonly ValueSources[]): ValueSources {
  const [only] = all;
  if (only && all.length === 1) return only;
  const columns: BaseColumn[] = [];
  const literals: string[] = [];
  for (const each of all) {
    for (const column of each.columns) columns.push(column);
    for (const literal of each.literals) literals.push(literal);
  }
  return { columns, literals };
}

/** All sources, or nothing when one is unknown. */
export function unionKnown(all: readonly (ValueSources | undefined)[]): ValueSources | undefined {
  const known: ValueSources[] = [];
  for (const sources of all) {
    if (!sources) return undefined;
    known.push(sources);
  }
  return union(known);
}

/** The columns and literals whose values an expression passes on unchanged; undefined when it makes new ones. */
export function sourcesOf(expression: Bound.BoundExpression, scope: LoweringScope): ValueSources | undefined {
  switch (expression.kind) {
    case 'literal':
      return expression.value === null || typeof expression.value === 'string'
        ? { columns: [], literals: typeof expression.value === 'string' ? [expression.value] : [] }
        : undefined;
    case 'column':
      return scope.relations.get(expression.relation)?.origins[expression.ordinal]?.exact;
    case 'variable':
      return scope.variableOrigins.get(expression.name.toLowerCase())?.exact;
    case 'group-key':
      return sourcesOf(expression.expression, scope);
    case 'collate':
      return sourcesOf(expression.operand, scope);
    case 'cast':
      return keepsText(expression) ? sourcesOf(expression.operand, scope) : undefined;
    case 'case':
      return unionKnown(
        [
          ...expression.branches.map(({ result }) => result),
          ...(expression.otherwise ? [expression.otherwise] : []),
        ].map((result) => sourcesOf(result, scope)),
      );
    case 'call':
      if (expression.function === 'ISNULL' || expression.function === 'COALESCE') {
        return unionKnown(expression.arguments.map((argument) => sourcesOf(argument, scope)));
      }
      return expression.function === 'NULLIF' && expression.arguments[0]
        ? sourcesOf(expression.arguments[0], scope)
        : undefined;
    case 'scalar-subquery': {
      const item = expression.query.kind === 'select' ? expression.query.select[0] : undefined;
      const inner = scope.blocks.get(expression.query);
      return item && inner ? sourcesOf(item.expression, inner) : undefined;
    }
    default:
      return undefined;
  }
}

/** Conversion from text to text that has room for all of it and adds no blanks. */
function keepsText(cast: Bound.BoundCast): boolean {
  const from = cast.operand.type;
  const to = cast.type;
  if (!isCharacter(from) || !isCharacter(to) || !('length' in to)) return false;
  if (to.name !== 'varchar' && to.name !== 'nvarchar') return false;
  return to.length === 'max' || ('length' in from && from.length !== 'max' && from.length <= to.length);
}

/** Every text that may show up in an expression's value, however it is put together; undefined when unknown. */
export function ingredientsOf(expression: Bound.BoundExpression, scope: LoweringScope): ValueSources | undefined {
  if (!isCharacter(expression.type)) return NO_SOURCES;
  const known = sourcesOf(expression, scope);
  if (known) return known;
  if (expression.kind === 'column') return scope.relations.get(expression.relation)?.origins[expression.ordinal]?.parts;
  // What people set on the command line is taken to be plain text.
  if (expression.kind === 'variable') {
    const origin = scope.variableOrigins.get(expression.name.toLowerCase());
    return origin ? origin.parts : NO_SOURCES;
  }
  if (expression.kind === 'scalar-subquery') {
    const item = expression.query.kind === 'select' ? expression.query.select[0] : undefined;
    const inner = scope.blocks.get(expression.query);
    return item && inner ? ingredientsOf(item.expression, inner) : undefined;
  }
  if (expression.kind === 'group-key') return ingredientsOf(expression.expression, scope);
  if (UNKNOWN.has(expression.kind)) return undefined;
  // Characters by number may be anything, and so may names of users.
  if (expression.kind === 'call' && (NEW_TEXTS.has(expression.function) || isRunFact(expression))) return undefined;
  return unionKnown(operandsOf(expression).map((operand) => ingredientsOf(operand, scope)));
}

/** Functions that give characters which their arguments do not hold: by number, or out of JSON and XML. */
const NEW_TEXTS: ReadonlySet<string> = new Set([
  'CHAR',
  'NCHAR',
  'JSON_VALUE',
  'JSON_QUERY',
  'JSON_MODIFY',
  'STRING_ESCAPE',
  'XML VALUE',
]);

const UNKNOWN: ReadonlySet<Bound.BoundExpression['kind']> = new Set([
  'system-variable',
  'user-call',
  'output-column',
  'next-value',
  'error',
]);

export function originOf(expression: Bound.BoundExpression, scope: LoweringScope): ValueOrigin {
  const exact = sourcesOf(expression, scope);
  const known = isCharacter(expression.type) ? exact : NO_SOURCES;
  const parts = known ?? ingredientsOf(expression, scope);
  const bytes = expression.type.name === 'varbinary' ? byteLengthsOf(expression, scope) : undefined;
  const ofRun = isOfRun(expression, scope);
  return { exact, parts, ...(ofRun ? { ofRun } : {}), ...(bytes ? { bytes } : {}) };
}
