import type { QualifiedName } from '@datamigrate/catalog';
import { givesOneRow, type Rel } from '@datamigrate/relational';

/** The declared keys of a table, each as emitted columns; empty for what is no table. */
export type KeysOfObject = (object: QualifiedName) => readonly (readonly string[])[];

/** By name in lower case: the key of a common table expression; undefined where none is known. */
type KeysOfCtes = ReadonlyMap<string, readonly string[] | undefined>;

/**
 * Columns of a query that tell its rows apart, by what the database declares: keys of its tables, equalities of its
 * joins and conditions, its grouping. The fewest of them, the first ones; undefined where nothing proves it.
 */
export function provenKey(query: Rel.RelQuery, keysOf: KeysOfObject): readonly string[] | undefined {
  return keyOf(query, keysOf, new Map());
}

function keyOf(query: Rel.RelQuery, keysOf: KeysOfObject, outer: KeysOfCtes): readonly string[] | undefined {
  const ctes = new Map(outer);
  for (const { name, query: own, recursive } of query.ctes) {
    ctes.set(name.toLowerCase(), recursive ? undefined : keyOf(own, keysOf, ctes));
  }
  if (query.kind !== 'select' || !query.from) return undefined;
  if (givesOneRow(query)) return [];
  const known = new Dependencies(keysOf, ctes);
  known.addTable(query.from);
  if (query.where) known.addConditions(query.where);
  const outputs = query.select.map(({ expression }) => attributeOf(expression));
  const wanted = wantedBy(query, outputs, known.rows);
  if (wanted === undefined) return undefined;
  const kept = new Set(outputs.keys());
  const isEnough = (): boolean =>
    known.determine(
      [...kept].map((i) => outputs[i] ?? ''),
      wanted,
    );
  if (!isEnough()) return undefined;
  for (const position of [...kept].reverse()) {
    kept.delete(position);
    if (!isEnough()) kept.add(position);
  }
  return [...kept].sort((a, b) => a - b).map((i) => query.columns[i]?.name ?? '');
}

/** What the columns of a key have to determine: the groups, the distinct rows, or the rows of all tables. */
function wantedBy(
  { groupBy, distinct }: Rel.RelSelect,
  outputs: readonly string[],
  rows: readonly string[],
): readonly string[] | undefined {
  if (groupBy) return groupBy.sets.length === 1 && groupBy.keys.length > 0 ? groupBy.keys.map(attributeOf) : undefined;
  return distinct ? outputs : rows;
}

const plainNumbers = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);

const columnOf = (relation: string, name: string): string => `${relation}.${name}`.toLowerCase();
const rowOf = (relation: string): string => `row of ${relation}`.toLowerCase();

function attributeOf(expression: Rel.RelExpression): string {
  return expression.kind === 'column'
    ? columnOf(expression.relation, expression.name)
    : JSON.stringify(expression, plainNumbers);
}

interface Rule {
  readonly from: readonly string[];
  readonly to: string;
}

/** What determines what in the rows of a FROM clause. */
class Dependencies {
  readonly rows: string[] = [];
  readonly #rules: Rule[] = [];
  readonly #keysOf: KeysOfObject;
  readonly #ctes: KeysOfCtes;

  constructor(keysOf: KeysOfObject, ctes: KeysOfCtes) {
    this.#keysOf = keysOf;
    this.#ctes = ctes;
  }

  /** `always`: the table has a row in every row of the result. One without a key is determined by nothing. */
  addTable(table: Rel.RelTable, always = true): void {
    if (table.kind === 'join') {
      this.#addJoin(table, always);
      return;
    }
    const row = rowOf(table.alias);
    this.rows.push(row);
    for (const key of this.#keysOfTable(table)) {
      this.#rules.push({ from: key.map((name) => columnOf(table.alias, name)), to: row });
    }
  }

  /** Equal columns determine each other; a column that equals a constant is determined by nothing at all. */
  addConditions(predicate: Rel.RelPredicate, always = true): void {
    for (const { left, right } of equalities(predicate)) {
      const sides = [left, right].map((side) => (side.kind === 'column' ? attributeOf(side) : undefined));
      const [a, b] = sides;
      if (a !== undefined && b !== undefined) this.#rules.push({ from: [a], to: b }, { from: [b], to: a });
      else if (!always) continue;
      else if (a !== undefined && isConstant(right)) this.#rules.push({ from: [], to: a });
      else if (b !== undefined && isConstant(left)) this.#rules.push({ from: [], to: b });
    }
  }

  determine(given: readonly string[], wanted: readonly string[]): boolean {
    const known = new Set(given);
    const has = (attribute: string): boolean =>
      known.has(attribute) || known.has(rowOf(attribute.split('.', 1)[0] ?? ''));
    for (let size = -1; size < known.size; ) {
      size = known.size;
      for (const { from, to } of this.#rules) if (from.every(has)) known.add(to);
    }
    return wanted.every(has);
  }

  #addJoin({ join, left, right, on }: Rel.RelJoin, always: boolean): void {
    this.addTable(left, always && join !== 'RIGHT' && join !== 'FULL');
    const before = [...this.rows];
    this.addTable(right, always && join !== 'LEFT' && join !== 'FULL');
    if (!on || join === 'RIGHT' || join === 'FULL') return;
    if (join !== 'LEFT') this.addConditions(on, always);
    // At most one row is found where a whole key of what is joined is compared: the rows of the left side decide.
    else if (right.kind !== 'join' && this.#findsOne(right, on))
      this.#rules.push({ from: before, to: rowOf(right.alias) });
  }

  #findsOne(table: Exclude<Rel.RelTable, Rel.RelJoin>, on: Rel.RelPredicate): boolean {
    const prefix = `${table.alias}.`.toLowerCase();
    const isOwn = (side: Rel.RelExpression): boolean => side.kind === 'column' && attributeOf(side).startsWith(prefix);
    const isOther = (side: Rel.RelExpression): boolean => isConstant(side) || (side.kind === 'column' && !isOwn(side));
    const compared = new Set(
      equalities(on).flatMap(({ left, right }) => [
        ...(isOwn(left) && isOther(right) ? [attributeOf(left)] : []),
        ...(isOwn(right) && isOther(left) ? [attributeOf(right)] : []),
      ]),
    );
    return this.#keysOfTable(table).some((key) => key.every((name) => compared.has(columnOf(table.alias, name))));
  }

  #keysOfTable(table: Exclude<Rel.RelTable, Rel.RelJoin>): readonly (readonly string[])[] {
    if (table.kind === 'object') return this.#keysOf(table.object);
    const key =
      table.kind === 'cte'
        ? this.#ctes.get(table.name.toLowerCase())
        : table.kind === 'derived' && (!table.lateral || givesOneRow(table.query))
          ? keyOf(table.query, this.#keysOf, this.#ctes)
          : undefined;
    return key === undefined ? [] : [key];
  }
}

const isConstant = ({ kind }: Rel.RelExpression): boolean => kind === 'literal' || kind === 'parameter';

/** Comparisons that hold for every row: the whole condition, or parts of it that AND joins. */
function equalities(
  predicate: Rel.RelPredicate,
): readonly { readonly left: Rel.RelExpression; readonly right: Rel.RelExpression }[] {
  if (predicate.kind === 'logical' && predicate.operator === 'AND') return predicate.operands.flatMap(equalities);
  return predicate.kind === 'comparison' && predicate.operator === '=' ? [predicate] : [];
}
