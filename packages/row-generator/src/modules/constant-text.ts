import { typeText } from '@datamigrate/catalog';
import { type Bound, operandsOf, someExpression } from '@datamigrate/tsql-binder';
import { type Database, executeSql, formatValue, type SqlValue } from '@datamigrate/tsql-engine';
import type { ConstantVariable } from './constant-variables.js';

/** Reads the constants of a module; what has to be computed is computed by the engine. */
export class ConstantReader {
  readonly #database: Database;
  readonly #text: string;
  readonly #variables: ReadonlyMap<string, ConstantVariable>;
  readonly #known = new Map<string, string | null | undefined>();
  readonly #values = new Map<string, string | null | undefined>();

  /** `text`: what the spans of the expressions point into. */
  constructor(database: Database, text: string, variables: ReadonlyMap<string, ConstantVariable> = new Map()) {
    this.#database = database;
    this.#text = text;
    this.#variables = variables;
  }

  /** Its value as text, null for NULL; undefined for what is no constant. */
  read(expression: Bound.BoundExpression): string | null | undefined {
    switch (expression.kind) {
      case 'literal':
        return formatValue(expression.value as SqlValue, expression.type);
      case 'cast':
        return this.read(expression.operand);
      case 'collate':
        return this.read(expression.operand);
      case 'variable':
        // What a call may give is no constant.
        return this.#variables.get(expression.name.toLowerCase())?.isDefault === false
          ? this.#valueOf(expression.name)
          : undefined;
      case 'negation':
      case 'call':
      case 'arithmetic':
      case 'date-arithmetic':
      case 'concatenation':
        return this.#isConstant(expression) ? this.#compute(expression) : undefined;
      default:
        return undefined;
    }
  }

  #valueOf(name: string): string | null | undefined {
    const key = name.toLowerCase();
    if (this.#values.has(key)) return this.#values.get(key);
    // One that is made of itself has no value yet.
    this.#values.set(key, undefined);
    const variable = this.#variables.get(key);
    const value = variable && this.read(variable.value);
    this.#values.set(key, value);
    return value;
  }

  #isConstant(expression: Bound.BoundExpression): boolean {
    return !someExpression(expression, (inner) => {
      if (inner.kind === 'variable') return this.#valueOf(inner.name) === undefined;
      return operandsOf(inner).length === 0 && inner.kind !== 'literal' && inner.kind !== 'call';
    });
  }

  #compute(expression: Bound.BoundExpression): string | null | undefined {
    const text = this.#text.slice(expression.span.start, expression.span.end);
    if (this.#known.has(text)) return this.#known.get(text);
    const declared = new Set<string>();
    someExpression(expression, (inner) => {
      if (inner.kind === 'variable') declared.add(inner.name.toLowerCase());
      return false;
    });
    const declarations = [...declared].map((name) => {
      const { type } = this.#variables.get(name) ?? {};
      return `DECLARE ${name} ${type ? typeText(type) : 'int'} = ${literalOf(this.#valueOf(name))};`;
    });
    const { resultSets, error } = executeSql(this.#database, `${declarations.join(' ')} SELECT ${text}`);
    const value = error ? undefined : resultSets[0]?.rows[0]?.[0];
    this.#known.set(text, value);
    return value;
  }
}

function literalOf(value: string | null | undefined): string {
  if (typeof value !== 'string') return 'NULL';
  return /^0x[0-9a-f]*$/i.test(value) ? value : `N'${value.replaceAll("'", "''")}'`;
}
