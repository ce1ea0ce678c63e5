import { isCharacter, isInteger, type Module, quotedIdentifier, quotedName, type SqlType } from '@datamigrate/catalog';
import { type Bound, operandsOf } from '@datamigrate/tsql-binder';
import { type Database, executeSql } from '@datamigrate/tsql-engine';
import { ColumnOrigins } from '../modules/column-origins.js';
import { ConstantReader } from '../modules/constant-text.js';
import { objectsIn } from '../modules/objects-in.js';
import { convertsTo } from '../values/convertible.js';
import { defaultValues } from '../values/default-values.js';
import { neighbours } from '../values/neighbours.js';

/** Values that calls of a procedure should try for a parameter; undefined stands for its default. */
export interface ParameterChoices {
  readonly name: string;
  readonly values: readonly (string | null | undefined)[];
  /** The column with which it is compared and whose values these are: `dbo.Sale.Year`. */
  readonly column: string | undefined;
  /** Whether the procedure compares it with anything. */
  readonly compared: boolean;
}

const MOST_VALUES = 8;

/** Takes them from what the procedure compares its parameters with: constants with their neighbours, and values of columns. */
export function parameterChoices(database: Database, module: Module): readonly ParameterChoices[] {
  const { body } = database.body(module);
  if (!body) return [];
  const found = new Map(body.parameters.map(({ name }) => [name.toLowerCase(), new Set<string | null>()]));
  const columns = new Map<string, string>();
  const origins = new ColumnOrigins(database.binder, body.statements);
  const constants = new ConstantReader(database, module.definition);
  const note = (operand: Bound.BoundExpression, other: Bound.BoundExpression): void => {
    const variable = variableIn(operand);
    const values = variable && found.get(variable.name.toLowerCase());
    if (!variable || !values) return;
    const constant = constants.read(other);
    if (typeof constant === 'string') {
      for (const value of [constant, ...neighbours(constant, variable.type)]) values.add(value);
      return;
    }
    for (const { table, column } of origins.ofExpression(other)) {
      const stored = storedValues(database, table, column);
      if (!stored) continue;
      const key = variable.name.toLowerCase();
      if (values.size === 0 && stored.values.length > 0) columns.set(key, stored.name);
      for (const value of stored.values) values.add(value);
    }
  };
  for (const predicate of comparisons(body.statements)) {
    note(predicate.left, predicate.right);
    note(predicate.right, predicate.left);
  }
  const converted = conversions(body.statements);
  return body.parameters
    .filter(({ columns }) => !columns)
    .map(({ name, type, default: byDefault }): ParameterChoices => {
      const wanted = (isCharacter(type) ? converted.get(name.toLowerCase()) : undefined) ?? type;
      const known = [...(found.get(name.toLowerCase()) ?? [])]
        .filter((value) => typeof value !== 'string' || wanted === type || convertsTo(value, wanted))
        .slice(0, MOST_VALUES);
      const ordinary = known.length > 0 ? known : ordinaryValues(name, wanted);
      return {
        name,
        values: [...(byDefault ? [undefined] : []), ...ordinary, null],
        column: columns.get(name.toLowerCase()),
        compared: known.length > 0,
      };
    });
}

/** The types that a body converts its variables to, where that can fail. */
function conversions(tree: object): ReadonlyMap<string, SqlType> {
  const found = new Map<string, SqlType>();
  for (const value of objectsIn(tree)) {
    const { kind, attempt, operand, type } = value as Bound.BoundCast;
    if (kind === 'cast' && !attempt && operand.kind === 'variable' && !isCharacter(type))
      found.set(operand.name.toLowerCase(), type);
  }
  return found;
}

/** A year is no number like others: dates are made of it. */
function ordinaryValues(name: string, type: SqlType): readonly string[] {
  if (isInteger(type) && type.name !== 'tinyint' && /year/i.test(name)) return ['2024', '2023'];
  return defaultValues(type).slice(0, 2);
}

function variableIn(expression: Bound.BoundExpression): Bound.BoundVariable | undefined {
  if (expression.kind === 'variable') return expression;
  for (const operand of operandsOf(expression)) {
    const found = variableIn(operand);
    if (found) return found;
  }
  return undefined;
}

/** Every comparison of a bound tree. */
function comparisons(tree: object): Bound.BoundComparison[] {
  return [...objectsIn(tree)].filter(
    (value): value is Bound.BoundComparison => 'kind' in value && value.kind === 'comparison',
  );
}

/** A few of the values that a column holds; undefined where there is no such column. */
function storedValues(
  database: Database,
  table: string,
  ordinal: number,
): { readonly name: string; readonly values: readonly string[] } | undefined {
  const found = database.catalog.tables.find(({ schema, name }) => `${schema}.${name}`.toLowerCase() === table);
  const column = found?.columns[ordinal];
  if (!found || !column) return undefined;
  const name = quotedIdentifier(column.name);
  const { resultSets } = executeSql(
    database,
    `SELECT TOP (3) ${name} FROM ${quotedName(found)} WHERE ${name} IS NOT NULL`,
  );
  const values = resultSets[0]?.rows.flatMap(([value]) => value ?? []) ?? [];
  return { name: `${found.schema}.${found.name}.${column.name}`, values };
}
