import { parseBatch } from '@datamigrate/tsql-syntax';
import { describe, expect, it } from 'vitest';
import type { LiveRow } from '../connection/live-connection.js';
import { featuresFrom } from './features.js';
import { operationQueries, operationsFrom } from './operations.js';

const SEEN: readonly LiveRow[] = [
  ['query_store_runtime_stats', 'count_executions'],
  ['dm_exec_procedure_stats', 'execution_count'],
];
const STANDARD = 2;
const SQL_DATABASE = 5;
const modules = new Map([
  ['7', { schema: 'dbo', name: 'Load' }],
  ['8', { schema: 'etl', name: 'Clean' }],
]);
const setsOf = (sets: Readonly<Record<string, readonly LiveRow[]>>, errors: readonly string[] = []) => ({
  sets: new Map(Object.entries(sets)),
  errors,
});

describe('what is asked', () => {
  it.each<readonly [readonly LiveRow[], number, readonly string[]]>([
    [SEEN, STANDARD, ['stored_usage_of', 'counted_usage_of', 'job_name']],
    [SEEN, SQL_DATABASE, ['stored_usage_of', 'counted_usage_of']],
    [[], STANDARD, ['job_name']],
    [[], SQL_DATABASE, []],
  ])('of a server with %j and edition %i', (seen, edition, sets) => {
    const text = operationQueries(featuresFrom(seen, edition)) ?? '';
    expect([...text.matchAll(/AS (\w+_of|job_name)\b/g)].map(([, name]) => name)).toEqual(sets);
    const { diagnostics, statements } = parseBatch(text);
    expect([diagnostics, statements.length]).toEqual([[], sets.length]);
  });
});

describe('usage', () => {
  const features = featuresFrom(SEEN, SQL_DATABASE);

  it('comes from the Query Store, and from what the server remembers where that has nothing', () => {
    const answer = setsOf({
      stored_usage_of: [
        [7, '12', 1500.4, '2024-05-01T10:00:00'],
        [99, 1, 1, null],
      ],
      counted_usage_of: [
        [7, 3, 20, null],
        [8, 5, 40, null],
      ],
    });
    expect(operationsFrom(answer, features, modules)).toEqual({
      jobs: [],
      gaps: [],
      usage: [
        {
          schema: 'dbo',
          name: 'Load',
          executions: 12,
          totalMilliseconds: 1500,
          lastExecution: '2024-05-01T10:00:00',
          from: 'query-store',
        },
        { schema: 'etl', name: 'Clean', executions: 5, totalMilliseconds: 40, from: 'procedure-stats' },
      ],
    });
  });

  it('that may not be read is a gap each', () => {
    const { gaps, usage } = operationsFrom(
      setsOf({ stored_usage_of: [] }, ['VIEW SERVER STATE was denied.']),
      features,
      modules,
    );
    expect(usage).toEqual([]);
    expect(gaps.map(({ message }) => message)).toEqual([
      'How the modules are run is not fully known: sys.dm_exec_procedure_stats cannot be read: VIEW SERVER STATE was denied.',
    ]);
  });
});
