import type { WrittenTable } from '@datamigrate/procedure-analysis';
import type { Bound } from '@datamigrate/tsql-binder';

/** A change of a stated table, small enough to look like an oversight. */
export interface Mutant {
  readonly name: string;
  readonly apply: (table: WrittenTable) => WrittenTable;
}

type Node = Readonly<Record<string, unknown>>;
type Change = { readonly name: string; readonly to: Node };

/** Every place of a table's queries where one thing can be changed, each as a mutant. */
export function mutantsOf(table: WrittenTable): readonly Mutant[] {
  const mutants: Mutant[] = [];
  let place = 0;
  walk(table.inserts, (node) => {
    const here = place++;
    for (const { name, to } of changesOf(node)) {
      mutants.push({
        name: `${name} at node ${here}`,
        apply: (other) => ({ ...other, inserts: replaceAt(other.inserts, here, to) }),
      });
    }
  });
  return mutants;
}

const FLIPPED: { readonly [operator: string]: string } = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '=': '<>',
  '<>': '=',
};

function changesOf(node: Node): readonly Change[] {
  switch (node['kind']) {
    case 'select': {
      const where = node['where'] as Bound.BoundPredicate | undefined;
      return where && isCondition(where) ? [{ name: 'drop WHERE', to: { ...node, where: undefined } }] : [];
    }
    case 'logical': {
      const operands = node['operands'] as readonly unknown[];
      const drops = operands.map((_, i) => ({
        name: `drop a condition of ${String(node['operator'])}`,
        to: { ...node, operands: operands.filter((_each, at) => at !== i) },
      }));
      const other = node['operator'] === 'AND' ? 'OR' : 'AND';
      return [...drops, { name: `${String(node['operator'])} for ${other}`, to: { ...node, operator: other } }];
    }
    case 'comparison': {
      const operator = FLIPPED[String(node['operator'])];
      return operator === undefined
        ? []
        : [{ name: `${String(node['operator'])} for ${operator}`, to: { ...node, operator } }];
    }
    case 'join':
      return node['join'] === 'LEFT'
        ? [{ name: 'LEFT JOIN for INNER JOIN', to: { ...node, join: 'INNER' } }]
        : node['join'] === 'INNER'
          ? [{ name: 'INNER JOIN for LEFT JOIN', to: { ...node, join: 'LEFT' } }]
          : [];
    case 'literal': {
      const { value } = node;
      if (typeof value !== 'bigint') return [];
      return [{ name: 'off by one', to: { ...node, value: value + 1n } }];
    }
    case 'arithmetic': {
      const operator = node['operator'] === '+' ? '-' : node['operator'] === '-' ? '+' : undefined;
      return operator === undefined
        ? []
        : [{ name: `${String(node['operator'])} for ${operator}`, to: { ...node, operator } }];
    }
    case 'aggregate': {
      const other = node['function'] === 'MAX' ? 'MIN' : node['function'] === 'MIN' ? 'MAX' : undefined;
      return other === undefined
        ? []
        : [{ name: `${String(node['function'])} for ${other}`, to: { ...node, function: other } }];
    }
    case 'is-null':
      return [{ name: 'IS NULL for IS NOT NULL', to: { ...node, negated: !node['negated'] } }];
    case 'set-operation':
      return [{ name: 'drop the second part of a union', to: { ...(node['left'] as Node), ctes: node['ctes'] } }];
    default:
      return [];
  }
}

/** `1 = 0` stands for a query without rows. */
const isCondition = (where: Bound.BoundPredicate): boolean =>
  !(where.kind === 'comparison' && where.left.kind === 'literal' && where.right.kind === 'literal');

const LEAVES: ReadonlySet<string> = new Set(['span', 'type', 'collation', 'columns', 'object', 'top']);

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value as readonly unknown[]) walk(item, visit);
  else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    if ('kind' in value) visit(value as Node);
    for (const [key, inner] of Object.entries(value)) if (!LEAVES.has(key)) walk(inner, visit);
  }
}

function replaceAt<T>(tree: T, place: number, to: Node): T {
  let at = 0;
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return (value as readonly unknown[]).map(copy);
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    const here = 'kind' in value ? at++ : -1;
    const entries = Object.entries(value).map(([key, inner]) => [key, LEAVES.has(key) ? inner : copy(inner)]);
    return here === place ? to : Object.fromEntries(entries);
  };
  return copy(tree) as T;
}
