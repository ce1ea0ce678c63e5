import { type Bound, operandsOf, someExpression } from '@datamigrate/tsql-binder';
import { type Database, executeSql, formatValue, type SqlValue } from '@datamigrate/tsql-engine';

/** Reads the constants of a module; what has to be computed is computed by the engine. */
export class ConstantReader {
  readonly #database: Database;
  readonly #text: string;
  readonly #known = new Map<string, string | null | undefined>();

  /** `text`: what the spans of the expressions point into. */
  constructor(database: Database, text: string) {
    this.#database = database;
    this.#text = text;
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
      case 'negation':
      case 'call':
      case 'arithmetic':
      case 'date-arithmetic':
      case 'concatenation':
        return isConstant(expression) ? this.#compute(expression) : undefined;
      default:
        return undefined;
    }
  }

  #compute({ span }: Bound.BoundExpression): string | null | undefined {
    const text = this.#text.slice(span.start, span.end);
    if (this.#known.has(text)) return this.#known.get(text);
    const { resultSets, error } = executeSql(this.#database, `SELECT ${text}`);
    const value = error ? undefined : resultSets[0]?.rows[0]?.[0];
    this.#known.set(text, value);
    return value;
  }
}

function isConstant(expression: Bound.BoundExpression): boolean {
  return !someExpression(
    expression,
    (inner) => operandsOf(inner).length === 0 && inner.kind !== 'literal' && inner.kind !== 'call',
  );
}
