import { joinSources } from '@datamigrate/sources';
import { expect, it } from 'vitest';
import { resolveSource, sourcePathFrom } from './run-options.js';

it('keeps the names of sources when their paths are taken from the out folder and back', () => {
  const given = joinSources(['/data/dw', 'Oltp=/data/aw', 'Shop=mssql://host/shop']);
  const kept = sourcePathFrom('/data/out', given);
  expect(kept).toBe(joinSources(['../dw', 'Oltp=../aw', 'Shop=mssql://host/shop']));
  expect(resolveSource('/data/out', { source: given, sourcePath: kept } as Parameters<typeof resolveSource>[1])).toBe(
    given,
  );
  expect(sourcePathFrom('/data/out', 'Shop=mssql://host/shop')).toBeUndefined();
});
