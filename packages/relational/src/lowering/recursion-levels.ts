import { plain } from '@datamigrate/catalog';
import type { RelExpression } from '../tree/expression.js';
import type { RelQuery, RelSelect, RelTable } from '../tree/query.js';

const LEVEL = 'recursion_level';
const INT = plain('int');
const int = (value: bigint): RelExpression => ({ kind: 'literal', type: INT, nullable: false, value });

/** A recursive CTE that counts its levels, so that too deep a recursion is an error as in SQL Server and never endless. */
export function withLevels(query: RelQuery, cte: string, most = 100): RelQuery {
  return most === 0 ? query : counted(query, { cte, most, name: unusedName(query.columns.map(({ name }) => name)) });
}

interface Count {
  readonly cte: string;
  readonly most: number;
  /** Of the column that counts. */
  readonly name: string;
}

/** Hierarchies often count their levels themselves, under this very name. */
function unusedName(taken: readonly string[]): string {
  let name = LEVEL;
  for (let i = 2; taken.includes(name); i++) name = `${LEVEL}_${i}`;
  return name;
}

function counted(query: RelQuery, count: Count): RelQuery {
  if (query.kind !== 'set-operation') return withLevel(query, count);
  const columns = [...query.columns, { name: count.name, type: INT, nullable: false }];
  return { ...query, columns, left: counted(query.left, count), right: counted(query.right, count) };
}

function withLevel(select: RelSelect, count: Count): RelSelect {
  const { name } = count;
  const alias = select.from && aliasOf(select.from, count.cte);
  const expression = alias === undefined ? int(0n) : nextLevel(alias, count);
  return {
    ...select,
    columns: [...select.columns, { name, type: INT, nullable: false }],
    select: [...select.select, { expression, name }],
  };
}

function nextLevel(relation: string, { name, most }: Count): RelExpression {
  const level: RelExpression = { kind: 'column', type: INT, nullable: false, relation, name };
  const message = `The maximum recursion ${most} has been exhausted before statement completion (530)`;
  return {
    kind: 'case',
    type: INT,
    nullable: false,
    branches: [
      {
        when: { kind: 'comparison', operator: '>=', left: level, right: int(BigInt(most)) },
        result: { kind: 'raise', type: INT, nullable: true, message },
      },
    ],
    otherwise: { kind: 'operation', operator: 'add', operands: [level, int(1n)], type: INT, nullable: false },
  };
}

/** The alias by which FROM calls the CTE. */
function aliasOf(table: RelTable, cte: string): string | undefined {
  if (table.kind === 'join') return aliasOf(table.left, cte) ?? aliasOf(table.right, cte);
  return table.kind === 'cte' && table.name === cte ? table.alias : undefined;
}
