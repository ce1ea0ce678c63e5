import { expect, it } from 'vitest';
import { requestHistogram } from './request-histogram.js';

it('counts as Prometheus reads it: buckets add up, a bound belongs to its bucket', () => {
  const requests = requestHistogram();
  for (const milliseconds of [0, 2, 3, 200, 9_000]) requests.observe('getMigration', 200, milliseconds);
  requests.observe('getMigration', 404, 1);
  expect(requests.text().split('\n')).toEqual([
    '# HELP datamigrate_request_seconds Duration of API requests',
    '# TYPE datamigrate_request_seconds histogram',
    ...[
      ['0.002', 2],
      ['0.01', 3],
      ['0.05', 3],
      ['0.2', 4],
      ['1', 4],
      ['5', 4],
      ['+Inf', 5],
    ].map(([le, n]) => `datamigrate_request_seconds_bucket{le="${le}",operation="getMigration",status="200"} ${n}`),
    'datamigrate_request_seconds_sum{operation="getMigration",status="200"} 9.205',
    'datamigrate_request_seconds_count{operation="getMigration",status="200"} 5',
    ...['0.002', '0.01', '0.05', '0.2', '1', '5', '+Inf'].map(
      (le) => `datamigrate_request_seconds_bucket{le="${le}",operation="getMigration",status="404"} 1`,
    ),
    'datamigrate_request_seconds_sum{operation="getMigration",status="404"} 0.001',
    'datamigrate_request_seconds_count{operation="getMigration",status="404"} 1',
    '',
  ]);
});
