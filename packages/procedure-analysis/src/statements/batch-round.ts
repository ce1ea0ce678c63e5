import { type Bound, holdsFor, sameExpression } from '@datamigrate/tsql-binder';
import { bare } from '../program/bare.js';
import { constant } from '../program/known.js';
import { mentionsVariable } from '../program/mentions.js';
import type { Program } from '../program/program.js';
import { assignedIn } from './assigned-in.js';
import { harmless } from './harmless.js';
import { isMild } from './run-error.js';

/** What is known of a number: itself, that it is the size of a batch, or no more than that it is above zero. */
type Amount = bigint | 'size' | 'some' | undefined;

/** How the body of a loop ends. Undefined: nobody knows. */
type End = 'behind' | 'continue' | 'break' | undefined;

export interface BatchFacts {
  readonly work: Bound.BoundStatement;
  /** Deletes what the work has put elsewhere. */
  readonly removes?: Bound.BoundDelete | undefined;
  /** How many rows a batch has at most, over the values before the loop; undefined: all of them. */
  readonly size: Bound.BoundExpression | undefined;
  /** Whether a query asks for the rows that are still to be changed. */
  asksForRest(query: Bound.BoundQuery): boolean;
}

/** A full batch, behind which rows are left; one that takes all that is left; or one that finds none. */
export type BatchKind = 'full' | 'last' | 'empty';

/**
 * One round of a loop over batches.
 * Variables that the loop changes are not known where a round begins.
 */
export class BatchRound {
  readonly #program: Program;
  readonly #facts: BatchFacts;
  readonly #kind: BatchKind;
  readonly #values = new Map<string, Amount>();
  #rowCount: Amount;
  #done = false;
  /** The round has come to the statement that removes rows. */
  removed = false;
  /** Nothing but assignments stand between the work and the statement that is looked at. */
  #isBehindWork = false;
  /** Variables to which the round has added the number of its rows. */
  readonly totals = new Set<string>();

  constructor(program: Program, facts: BatchFacts, body: readonly Bound.BoundStatement[], kind: BatchKind) {
    this.#program = program;
    this.#facts = facts;
    this.#kind = kind;
    for (const name of assignedIn(body).keys()) this.#values.set(name, undefined);
  }

  /** Whether the loop goes on behind the round; undefined where that is not known. */
  goesOn({ condition, body }: Bound.BoundWhile): boolean | undefined {
    const end = this.#run(body);
    if (this.#kind === 'full' && !this.#done) return undefined;
    return end === 'behind' || end === 'continue' ? this.holds(condition) : end && false;
  }

  #run(statements: readonly Bound.BoundStatement[]): End {
    for (const statement of statements) {
      const end = this.#statement(statement);
      if (end !== 'behind') return end;
    }
    return 'behind';
  }

  #statement(statement: Bound.BoundStatement): End {
    if (statement === this.#facts.work) {
      if (this.#done) return undefined;
      this.#done = true;
      this.#isBehindWork = true;
      this.#rowCount = this.#kind === 'full' ? this.#sizeOf() : this.#touched();
      return 'behind';
    }
    if (statement === this.#facts.removes) {
      if (!this.#done || this.removed) return undefined;
      this.removed = true;
      this.#isBehindWork = false;
      // What the target had before is gone after one round: then none is left.
      this.#rowCount = this.#touched();
      return 'behind';
    }
    switch (statement.kind) {
      case 'break':
      case 'continue':
        return statement.kind;
      case 'block':
        return this.#run(statement.statements);
      case 'if':
        return this.#branch(statement);
      case 'try-catch':
        return this.#forget(this.#run(statement.try));
      case 'set-variable':
        this.#assign([[statement.variable.name, statement.value]]);
        return 'behind';
      case 'declare-variable': {
        const given = statement.declarations.flatMap(({ name, value }) => (value ? [[name, value] as const] : []));
        if (given.length > 0) this.#assign(given);
        return 'behind';
      }
      case 'select-variables':
        return this.#select(statement);
      case 'waitfor':
      case 'save-transaction':
        return this.#forget('behind');
      case 'raiserror':
        return isMild(statement.severity) ? this.#forget('behind') : undefined;
      case 'insert':
      case 'update':
      case 'delete':
        return isNote(this.#program, statement) ? this.#forget('behind') : undefined;
      default:
        return harmless(statement) === undefined ? undefined : this.#forget('behind');
    }
  }

  /** The number of rows of the statement before is gone. */
  #forget(end: End): End {
    this.#rowCount = undefined;
    this.#isBehindWork = false;
    return end;
  }

  #branch({ condition, then, otherwise = [] }: Bound.BoundIf): End {
    const answer = this.holds(condition);
    this.#forget('behind');
    if (answer !== undefined) return this.#run(answer ? then : otherwise);
    const sides = [...then, ...otherwise];
    if (!sides.every((each) => isOnlyTold(this.#program, each))) return undefined;
    for (const name of assignedIn(sides).keys()) this.#values.set(name, undefined);
    return 'behind';
  }

  #assign(given: readonly (readonly [string, Bound.BoundExpression])[]): void {
    const earlier: string[] = [];
    for (const [name, value] of given) {
      const key = name.toLowerCase();
      // Which value of an earlier one of the same SELECT is seen, nobody says.
      const isOpen = earlier.some((each) => mentionsVariable(value, each));
      if (this.#isBehindWork && !isOpen && this.#addsRows(key, value)) this.totals.add(key);
      this.#values.set(key, isOpen ? undefined : this.#amount(value));
      earlier.push(key);
    }
    this.#rowCount = undefined;
  }

  #select({ query, variables }: Bound.BoundSelectVariables): End {
    const items = query.kind === 'select' ? query.select : [];
    if (query.kind === 'select' && query.from.length === 0 && !query.groupBy && !query.where) {
      this.#assign(variables.flatMap(({ name }, i) => (items[i] ? [[name, items[i].expression] as const] : [])));
      return 'behind';
    }
    const rest = this.#countsRest(query) ? this.#rest() : undefined;
    for (const { name } of variables) this.#values.set(name.toLowerCase(), variables.length === 1 ? rest : undefined);
    return this.#forget('behind');
  }

  /** `@total + @@ROWCOUNT`, or a variable that has the number. */
  #addsRows(name: string, value: Bound.BoundExpression): boolean {
    const sum = bare(value);
    if (sum.kind !== 'arithmetic' || sum.operator !== '+') return false;
    const [left, right] = [bare(sum.left), bare(sum.right)];
    if (left.kind !== 'variable' || left.name.toLowerCase() !== name) return false;
    const isRows = (right.kind === 'system-variable' && right.name === '@@ROWCOUNT') || right.kind === 'variable';
    const expected = this.#kind === 'full' ? this.#sizeOf() : 0n;
    return isRows && this.#facts.size !== undefined && expected !== undefined && this.#amount(right) === expected;
  }

  #sizeOf(): Amount {
    const { size } = this.#facts;
    if (!size) return 'some';
    const known = constant(size);
    return typeof known === 'bigint' ? known : 'size';
  }

  #rest(): Amount {
    return this.#kind === 'full' ? 'some' : 0n;
  }

  #touched(): Amount {
    return this.#kind === 'empty' ? 0n : 'some';
  }

  #countsRest(query: Bound.BoundQuery): boolean {
    if (query.kind !== 'select' || !query.groupBy?.implicit || query.having || query.select.length !== 1) return false;
    const [item] = query.select;
    const count = item && bare(item.expression);
    if (count?.kind !== 'aggregate' || count.function !== 'COUNT' || count.arguments.length > 0) return false;
    const { groupBy: _, ...rows } = query;
    return this.#facts.asksForRest(rows);
  }

  #amount(given: Bound.BoundExpression): Amount {
    const expression = bare(given);
    const known = constant(expression);
    if (typeof known === 'bigint') return known;
    if (expression.kind === 'system-variable') return expression.name === '@@ROWCOUNT' ? this.#rowCount : undefined;
    if (expression.kind === 'call' && expression.function === 'ROWCOUNT_BIG') return this.#rowCount;
    if (expression.kind === 'scalar-subquery') return this.#countsRest(expression.query) ? this.#rest() : undefined;
    if (expression.kind !== 'variable') return undefined;
    const name = expression.name.toLowerCase();
    if (this.#values.has(name)) return this.#values.get(name);
    const value = this.#program.variables.get(name) ?? expression;
    const number = constant(value);
    if (typeof number === 'bigint') return number;
    const { size } = this.#facts;
    return size && sameExpression(bare(value), bare(size)) ? 'size' : undefined;
  }

  /** Whether a condition holds at this point; undefined where that is not known. */
  holds(condition: Bound.BoundPredicate): boolean | undefined {
    switch (condition.kind) {
      case 'comparison':
        return compared(condition.operator, this.#amount(condition.left), this.#amount(condition.right));
      case 'exists':
        return this.#facts.asksForRest(condition.query) ? this.#kind === 'full' : undefined;
      case 'not': {
        const inner = this.holds(condition.operand);
        return inner === undefined ? undefined : !inner;
      }
      case 'logical': {
        const decisive = condition.operator === 'OR';
        const operands = condition.operands.map((each) => this.holds(each));
        if (operands.includes(decisive)) return decisive;
        return operands.includes(undefined) ? undefined : !decisive;
      }
      default:
        return undefined;
    }
  }
}

/** A size is at least one. */
function compared(operator: Bound.ComparisonOperator, a: Amount, b: Amount): boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === 'bigint' && typeof b === 'bigint') return holdsFor(operator, a < b ? -1 : a > b ? 1 : 0);
  if (a === 'size' && b === 'size') return holdsFor(operator, 0);
  if (typeof b === 'bigint' && b <= 0n) return holdsFor(operator, 1);
  if (typeof a === 'bigint' && a <= 0n) return holdsFor(operator, -1);
  if (b === 1n && (operator === '>=' || operator === '<')) return operator === '>=';
  if (a === 1n && (operator === '<=' || operator === '>')) return operator === '<=';
  return undefined;
}

/** A line in a log, which no model keeps. */
export function isNote(
  { environment }: Program,
  statement: Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundDelete,
): boolean {
  const store = statement.kind === 'insert' ? statement.target : statement.target.table;
  return store.kind === 'table' && environment.keptElsewhere(store.object) !== undefined;
}

/** Neither changes rows of models nor ends a round. */
function isOnlyTold(program: Program, statement: Bound.BoundStatement): boolean {
  switch (statement.kind) {
    case 'set-variable':
      return true;
    case 'insert':
    case 'update':
    case 'delete':
      return isNote(program, statement);
    case 'raiserror':
      return isMild(statement.severity);
    case 'waitfor':
      return true;
    case 'if':
      return [...statement.then, ...(statement.otherwise ?? [])].every((each) => isOnlyTold(program, each));
    case 'begin-transaction':
    case 'commit-transaction':
      return false;
    default:
      return harmless(statement) !== undefined;
  }
}
