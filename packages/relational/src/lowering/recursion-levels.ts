import { plain } from '@datamigrate/catalog';
import type { RelExpression } from '../tree/expression.js';
import type { RelQuery, RelSelect, RelTable } from '../tree/query.js';

const LEVEL = 'recursion_level';
const INT = plain('int');
const int = (value: bigint): RelExpression => ({ kind: 'literal', type: INT, nullable: false, value });

/** A recursive CTE that counts its levels, so that too deep a recursion is an error as in SQL Server and never endless. */
export function withLevels(query: RelQuery, cte: string, most = 100): RelQuery {
  if (most === 0) return query;
  if (query.kind === 'set-operation') {
    const columns = [...query.columns, { name: LEVEL, type: INT, nullable: false }];
    return { ...query, columns, left: withLevels(query.left, cte, most), right: withLevels(query.right, cte, most) };
  }
  return withLevel(query, cte, most);
}

function withLevel(select: RelSelect, cte: string, most: number): RelSelect {
  const alias = select.from && aliasOf(select.from, cte);
  const expression = alias === undefined ? int(0n) : nextLevel(alias, most);
  return {
    ...select,
    columns: [...select.columns, { name: LEVEL, type: INT, nullable: false }],
    select: [...select.select, { expression, name: LEVEL }],
  };
}

function nextLevel(relation: string, most: number): RelExpression {
  const level: RelExpression = { kind: 'column', type: INT, nullable: false, relation, name: LEVEL };
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
