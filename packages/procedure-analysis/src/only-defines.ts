import { objectKey } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { type BodyOf, calledBody } from './called-body.js';
import { mentionsVariable } from './program/mentions.js';
import { statementsIn } from './statements-in.js';

/** A text as far as it is known: what stands between the parts comes from elsewhere. */
type Parts = readonly (string | undefined)[];

const DEFINES =
  /^\s*(CREATE|ALTER|DROP)\s+(OR\s+ALTER\s+)?((UNIQUE|CLUSTERED|NONCLUSTERED|COLUMNSTORE|PARTITION)\s+)*(TABLE|VIEW|INDEX|SCHEMA|PROC(EDURE)?|FUNCTION|TRIGGER|SYNONYM|SEQUENCE|TYPE|STATISTICS|SCHEME)\b/i;
/** What a procedure keeps for itself while it works. */
const FILLS_TEMPORARY = /^\s*INSERT\s+(INTO\s+)?#\w+/i;
const CHANGES_ROWS = /\b(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|EXEC|EXECUTE|INTO)\b/i;

/**
 * Whether all that a procedure leaves behind are objects that it makes, changes or drops by texts that it puts together: a
 * generator of tables. It belongs to the deployment of the database; what it has made stands in the source.
 */
export function onlyDefines(body: Bound.BoundBody, bodyOf: BodyOf, open: ReadonlySet<string> = new Set()): boolean {
  const statements = [...statementsIn(body.statements)];
  const calls = statements.filter((statement) => statement.kind === 'execute-procedure');
  const texts = statements.filter((statement) => statement.kind === 'execute-text');
  if (texts.length + calls.length === 0 || !statements.every(keepsToItself)) return false;
  if (!calls.every((call) => callsDefinition(call, bodyOf, open))) return false;
  if (texts.length === 0) return true;
  const assigned = new Assigned(statements);
  const written = texts.flatMap(({ text }) => assigned.textsOf(text));
  return written.every(isHarmless) && written.some(([first]) => first !== undefined && DEFINES.test(first));
}

/** A procedure that calls others of its kind is one of them. */
function callsDefinition(call: Bound.BoundExecuteProcedure, bodyOf: BodyOf, open: ReadonlySet<string>): boolean {
  const key = objectKey(call.procedure);
  const body = open.has(key) ? undefined : calledBody(call, bodyOf);
  return body !== undefined && onlyDefines(body, bodyOf, new Set([...open, key]));
}

function isHarmless(parts: Parts): boolean {
  const [first] = parts;
  if (first === undefined) return false;
  if (!DEFINES.test(first) && !FILLS_TEMPORARY.test(first)) return false;
  return !CHANGES_ROWS.test(
    parts
      .map((part) => part ?? ' ')
      .join('')
      .replace(FILLS_TEMPORARY, ' '),
  );
}

function keepsToItself(statement: Bound.BoundStatement): boolean {
  switch (statement.kind) {
    case 'select':
    case 'execute-variable':
      return false;
    case 'select-into':
      return statement.temporary;
    case 'insert':
    case 'truncate-table':
      return statement.target.kind !== 'table';
    case 'update':
    case 'delete':
    case 'merge':
      return statement.target.table.kind !== 'table';
    default:
      return true;
  }
}

/** What the variables of a procedure are given, wherever that happens. */
class Assigned {
  readonly #values = new Map<string, Bound.BoundExpression[]>();
  readonly #open = new Set<string>();

  constructor(statements: readonly Bound.BoundStatement[]) {
    for (const statement of statements) {
      if (statement.kind === 'set-variable') this.#add(statement.variable.name, statement.value);
      if (statement.kind === 'declare-variable')
        for (const { name, value } of statement.declarations) if (value) this.#add(name, value);
      if (statement.kind === 'select-variables' && statement.query.kind === 'select')
        for (const [i, { expression }] of statement.query.select.entries())
          this.#add(statement.variables[i]?.name ?? '', expression);
    }
  }

  #add(name: string, value: Bound.BoundExpression): void {
    const key = name.toLowerCase();
    this.#values.set(key, [...(this.#values.get(key) ?? []), value]);
  }

  /** A variable has one text for each value that it is given, together with all that is added to it. */
  textsOf(expression: Bound.BoundExpression): readonly Parts[] {
    if (expression.kind === 'cast') return this.textsOf(expression.operand);
    if (expression.kind !== 'variable') return [this.#joined(this.#flat(expression))];
    const name = expression.name.toLowerCase();
    const values = this.#values.get(name) ?? [];
    const added = values.filter((value) => mentionsVariable(value, name));
    const begun = values.filter((value) => !added.includes(value));
    this.#open.add(name);
    const texts = begun.map((value) => this.#joined([value, ...added].flatMap((each) => this.#flat(each))));
    this.#open.delete(name);
    return texts.length === 0 ? [[undefined]] : texts;
  }

  /** Neighbours that are known are one part. */
  #joined(pieces: Parts): Parts {
    const parts: (string | undefined)[] = [];
    for (const part of pieces) {
      const last = parts.at(-1);
      if (part !== undefined && last !== undefined) parts[parts.length - 1] = last + part;
      else if (part !== '') parts.push(part);
    }
    return parts;
  }

  #flat(expression: Bound.BoundExpression): Parts {
    switch (expression.kind) {
      case 'literal':
        return [typeof expression.value === 'string' ? expression.value : ''];
      case 'cast':
      case 'collate':
        return this.#flat(expression.operand);
      case 'concatenation':
        return [...this.#flat(expression.left), ...this.#flat(expression.right)];
      case 'call':
        return expression.function === 'CONCAT'
          ? expression.arguments.flatMap((each) => this.#flat(each))
          : [undefined];
      case 'case':
        return [
          ...expression.branches.map(({ result }) => result),
          ...(expression.otherwise ? [expression.otherwise] : []),
        ].flatMap((each) => [...this.#flat(each), undefined]);
      case 'variable':
        return this.#variable(expression.name.toLowerCase());
      default:
        return [undefined];
    }
  }

  #variable(name: string): Parts {
    if (this.#open.has(name)) return [''];
    const values = this.#values.get(name);
    if (!values) return [undefined];
    this.#open.add(name);
    const parts = values.flatMap((value) => [...this.#flat(value), ' ']);
    this.#open.delete(name);
    return parts;
  }
}
