import { isCharacter, type Module, type SqlType, type Table } from '@datamigrate/catalog';
import { type Bound, SELF_RELATION } from '@datamigrate/tsql-binder';
import type { Database } from '@datamigrate/tsql-engine';
import { Random, seedOf } from '../random.js';
import { Clock } from './clock.js';
import { ColumnOrigins } from './column-origins.js';
import { type ColumnRef, keyOf, tableKey } from './column-ref.js';
import { type ConditionContext, waysOf } from './condition-ways.js';
import { conjunctsOf } from './conjuncts.js';
import { ConstantReader } from './constant-text.js';
import { constantVariables } from './constant-variables.js';
import { convertedParts } from './converted-parts.js';
import { rangeEnds } from './date-ranges.js';
import { unwrap } from './invert-function.js';
import { both, EMPTY, type Recipe } from './recipe.js';
import { windowOrder } from './window-order.js';
import { type Write, writesOf } from './written-values.js';

/** What modules say about the values of columns. */
export class ModuleFacts {
  /** By column: what it is compared with. */
  readonly values = new Map<string, Set<string | null>>();
  readonly links: (readonly [ColumnRef, ColumnRef])[] = [];
  readonly recipes: Recipe[] = [];
  /** Columns that something is divided by. */
  readonly divisors = new Set<string>();
  /** Texts that a module converts: they have to be texts of that type. */
  readonly converted = new Map<string, SqlType>();
  /** What statements write into tables. */
  readonly writes: Write[] = [];
  /** Columns that end ranges of time, and those that days or times are counted from. */
  readonly openEnds = new Set<string>();
  readonly counted = new Set<string>();
  /** Columns that modules write into ones that cannot be NULL. */
  readonly required = new Set<string>();
  /** By table: columns that tell its rows apart: those of the source of a MERGE, of a query for one value, of windows. */
  readonly distinct = new Map<string, (readonly number[])[]>();
  /** Texts that modules read as JSON, and the paths that they look for. */
  readonly json = new Map<string, Set<string>>();
  readonly #types: ReadonlyMap<string, SqlType>;

  constructor(types: ReadonlyMap<string, SqlType>) {
    this.#types = types;
  }

  typeOf(column: ColumnRef): SqlType | undefined {
    return this.#types.get(keyOf(column));
  }

  value(column: ColumnRef, value: string | null): void {
    const key = keyOf(column);
    const known = this.values.get(key) ?? new Set();
    if (known.size < MOST_VALUES) known.add(value);
    this.values.set(key, known);
  }

  /** Columns that together tell the rows of a table apart, though no key says so. */
  tellApart(table: string, columns: readonly number[]): void {
    const known = this.distinct.get(table) ?? [];
    if (!known.some((set) => set.every((column) => columns.includes(column))))
      this.distinct.set(table, [...known, columns]);
  }

  jsonPath(column: ColumnRef, path: string): void {
    const key = keyOf(column);
    this.json.set(key, (this.json.get(key) ?? new Set()).add(path));
  }

  link(a: ColumnRef, b: ColumnRef): void {
    if (keyOf(a) !== keyOf(b)) this.links.push([a, b]);
  }
}

const MOST_VALUES = 60;
const MOST_RECIPES_A_MODULE = 80;

/** Reads a module as it is bound. One that cannot be bound says nothing. */
export function readModule(database: Database, module: Module, seed: number, facts: ModuleFacts): void {
  const { binder } = database;
  const isQuery = module.kind === 'view' || module.kind === 'inline-function';
  const body = isQuery ? undefined : database.body(module).body;
  const tree = isQuery ? binder.view(module)?.query : body?.statements;
  if (!tree) return;
  const origins = new ColumnOrigins(binder, tree);
  const context: ConditionContext = {
    origins,
    clock: new Clock(database, origins.given),
    constants: new ConstantReader(database, module.definition, constantVariables(tree, body?.parameters ?? [])),
    sink: facts,
    random: new Random(seedOf(seed, module.name)),
  };
  new TreeReader(context, facts).read(tree);
}

/** Reads the expressions of computed columns, as if they were modules. */
export function readComputedColumns(database: Database, table: Table, seed: number, facts: ModuleFacts): void {
  const stored = database.store(table)?.columns ?? [];
  const computed = stored.flatMap((column) => column.computed ?? []);
  if (computed.length === 0) return;
  const origins = new ColumnOrigins(database.binder, computed).withTable(SELF_RELATION, table);
  const constants = new ConstantReader(database, '');
  const random = new Random(seedOf(seed, table.name));
  new TreeReader({ origins, constants, sink: facts, random }, facts).read(computed);
}

/** One walk through a bound tree. */
class TreeReader {
  readonly #context: ConditionContext;
  readonly #facts: ModuleFacts;
  readonly #seen = new Set<object>();
  #recipes = 0;

  constructor(context: ConditionContext, facts: ModuleFacts) {
    this.#context = context;
    this.#facts = facts;
  }

  read(tree: object): void {
    this.#visit(tree, [EMPTY]);
  }

  #note(ways: readonly Recipe[]): void {
    for (const recipe of ways) {
      if (recipe.size === 0 || this.#recipes >= MOST_RECIPES_A_MODULE) continue;
      this.#recipes++;
      this.#facts.recipes.push(recipe);
    }
  }

  /** `around`: ways in which rows reach the place. */
  #visit(value: unknown, around: readonly Recipe[]): void {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array || this.#seen.has(value)) return;
    this.#seen.add(value);
    const node = value as Readonly<Record<string, unknown>>;
    const inside = 'kind' in value ? this.#node(value as Node, around) : around;
    for (const key in node) if (!LEAVES.has(key)) this.#visit(node[key], inside);
  }

  #node(node: Node, around: readonly Recipe[]): readonly Recipe[] {
    switch (node.kind) {
      case 'select':
      case 'update':
      case 'delete': {
        if (!('from' in node)) return around;
        if (node.kind === 'update') this.#written(node);
        const conditions = [...(node.where ? [node.where] : []), ...joinConditions(node.from)];
        for (const condition of conditions) this.#ranges(condition);
        const ways = conditions.map((condition) => waysOf(this.#context, condition)).reduce(both, [EMPTY]);
        this.#note(ways);
        return ways;
      }
      case 'merge':
        waysOf(this.#context, node.on);
        for (const { condition } of node.clauses) {
          if (condition) this.#note(waysOf(this.#context, condition));
        }
        this.#written(node);
        this.#mergeKey(node);
        return around;
      case 'insert':
        // The action of a MERGE clause has the same kind.
        if ('source' in node) this.#written(node);
        return around;
      case 'case':
        this.#arms(node, around);
        return around;
      case 'if':
      case 'while':
        waysOf(this.#context, node.condition);
        return around;
      case 'date-arithmetic':
        for (const side of [node.left, node.right]) this.#counting(side);
        return around;
      case 'arithmetic':
        if (node.operator === '/' || node.operator === '%') this.#divisor(node.right);
        return around;
      case 'cast':
        this.#conversion(node);
        return around;
      case 'call':
        if (node.datePart) for (const operand of node.arguments) this.#counting(operand);
        if (JSON_FUNCTIONS.has(node.function)) this.#json(node.arguments);
        return around;
      case 'window':
        this.#tellApart(windowOrder(node, this.#context.origins));
        return around;
      case 'scalar-subquery':
        this.#single(node.query);
        return around;
      case 'function-table':
        if (node.function === 'OPENJSON') this.#json(node.arguments);
        return around;
      default:
        return around;
    }
  }

  /** An arm is reached where its condition holds and those before it do not. */
  #arms({ branches }: Bound.BoundCase, around: readonly Recipe[]): void {
    let before: readonly Recipe[] = around;
    for (const { when } of branches) {
      this.#note(both(waysOf(this.#context, when), before));
      before = both(before, waysOf(this.#context, when, true));
    }
    this.#note(before);
  }

  #written(statement: Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundMerge): void {
    this.#facts.writes.push(...writesOf(statement, this.#context.origins, this.#context.constants));
  }

  /** The columns of the source that ON compares by `=`, where they are of one table. */
  #mergeKey({ on, source }: Bound.BoundMerge): void {
    if (!('relation' in source)) return;
    const refs = conjunctsOf(on).flatMap((conjunct) => {
      if (conjunct.kind !== 'comparison' || conjunct.operator !== '=') return [];
      const own = [conjunct.left, conjunct.right].filter((side) => columnOf(side)?.relation === source.relation);
      return own.flatMap((side) => this.#context.origins.ofExpression(side));
    });
    this.#tellApart(refs);
  }

  #tellApart(columns: readonly ColumnRef[]): void {
    const [first] = columns;
    if (!first || columns.some(({ table }) => table !== first.table)) return;
    this.#facts.tellApart(
      first.table,
      columns.map(({ column }) => column),
    );
  }

  /** A query for one value: what it compares for equality tells the rows of its table apart. */
  #single(query: Bound.BoundQuery): void {
    if (query.kind !== 'select' || query.groupBy || query.top || query.from.length !== 1 || !query.where) return;
    const [table] = query.from;
    if (table?.kind !== 'named-table' || table.type !== 'table') return;
    const columns = conjunctsOf(query.where).map((conjunct) => {
      if (conjunct.kind !== 'comparison' || conjunct.operator !== '=') return undefined;
      return [conjunct.left, conjunct.right].map(columnOf).find((side) => side?.relation === table.relation)?.ordinal;
    });
    const own = columns.filter((column) => column !== undefined);
    if (own.length === columns.length) this.#facts.tellApart(tableKey(table.object), own);
  }

  #json([operand, path]: readonly Bound.BoundExpression[]): void {
    const written = path && this.#context.constants.read(path);
    for (const ref of operand ? this.#context.origins.ofExpression(operand) : [])
      this.#facts.jsonPath(ref, typeof written === 'string' ? written : '$');
  }

  #ranges(condition: Bound.BoundPredicate): void {
    for (const column of rangeEnds(condition))
      for (const ref of this.#context.origins.ofExpression(column)) this.#facts.openEnds.add(keyOf(ref));
  }

  #counting(expression: Bound.BoundExpression): void {
    for (const ref of this.#context.origins.possible(expression).columns) this.#facts.counted.add(keyOf(ref));
  }

  #divisor(expression: Bound.BoundExpression): void {
    const column = unwrap(expression)?.column;
    for (const ref of column ? this.#context.origins.ofExpression(column) : []) this.#facts.divisors.add(keyOf(ref));
  }

  #conversion({ attempt, operand, type }: Bound.BoundCast): void {
    if (attempt || isCharacter(type) || !isCharacter(operand.type)) return;
    for (const { expression, type: wanted } of convertedParts(operand, type)) {
      const column = unwrap(expression)?.column;
      for (const ref of column ? this.#context.origins.ofExpression(column) : []) {
        const own = this.#facts.typeOf(ref);
        if (own && isCharacter(own)) this.#facts.converted.set(keyOf(ref), wanted);
      }
    }
  }
}

type Node =
  | Bound.BoundSelect
  | Bound.BoundSelectStatement
  | Bound.BoundUpdate
  | Bound.BoundDelete
  | Bound.BoundMerge
  | Bound.BoundInsert
  | Bound.BoundCase
  | Bound.BoundIf
  | Bound.BoundWhile
  | Bound.BoundArithmetic
  | Bound.BoundDateArithmetic
  | Bound.BoundCall
  | Bound.BoundScalarSubquery
  | Bound.BoundWindow
  | Bound.BoundFunctionTable
  | Bound.BoundCast;

const JSON_FUNCTIONS: ReadonlySet<string> = new Set(['JSON_VALUE', 'JSON_QUERY', 'ISJSON', 'JSON_MODIFY']);

const LEAVES: ReadonlySet<string> = new Set(['type', 'span', 'collation', 'columns', 'node', 'stored', 'input']);

function joinConditions(from: readonly Bound.BoundTable[]): Bound.BoundPredicate[] {
  return from.flatMap((table): Bound.BoundPredicate[] => {
    if (table.kind === 'join') return [...joinConditions([table.left, table.right]), ...(table.on ? [table.on] : [])];
    return table.kind === 'apply' ? joinConditions([table.left, table.right]) : [];
  });
}

function columnOf(expression: Bound.BoundExpression): Bound.BoundColumn | undefined {
  return expression.kind === 'cast'
    ? columnOf(expression.operand)
    : expression.kind === 'column'
      ? expression
      : undefined;
}
