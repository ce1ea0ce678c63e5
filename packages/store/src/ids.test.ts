import { idSchema } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { newId } from './ids.js';

it('makes ids that differ and sort by time', () => {
  const ids = Array.from({ length: 5000 }, () => newId('migration'));
  expect(new Set(ids).size).toBe(5000);
  expect(ids.every((id) => idSchema('migration').safeParse(id).success)).toBe(true);
  const [early, late] = [newId('job', new Date(1_000)), newId('job', new Date(2_000_000_000_000))];
  expect(early < late).toBe(true);
});
