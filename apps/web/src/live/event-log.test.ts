import type { MigrationEvent } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { append, objectsIn } from './event-log.js';

const note = (id: number): MigrationEvent => ({
  id,
  at: '2026-01-01T00:00:00Z',
  data: { kind: 'note', level: 'info', text: `line ${id}` },
});

it('keeps each event once and in order, whatever a new connection repeats', () => {
  const log = append([note(1), note(2)], [note(2), note(4), note(3), note(3)]);
  expect(log.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});

it('stays the same object when nothing is new, so that nothing is drawn again', () => {
  const log = [note(1)];
  expect(append(log, [note(1)])).toBe(log);
});

it('knows how far each object came', () => {
  const object = (id: number, verdict: 'runs' | 'equal'): MigrationEvent => ({
    ...note(id),
    data: { kind: 'object', id: 'dbo.a', index: 1, total: 1, verdict, text: '' },
  });
  const converted = (id: number, name: string): MigrationEvent => ({
    ...note(id),
    data: { kind: 'converted', id: name, verdict: 'translated', models: ['m'], text: '1 model' },
  });
  expect([...objectsIn([object(1, 'runs'), note(2), object(3, 'equal')])]).toEqual([
    ['dbo.a', { status: 'done', verdict: 'equal' }],
  ]);
  const both = { status: 'done', verdict: 'equal', models: ['m'] };
  expect(objectsIn([converted(1, 'dbo.a'), object(2, 'equal')]).get('dbo.a')).toEqual(both);
  expect(objectsIn([object(1, 'equal'), converted(2, 'dbo.a')]).get('dbo.a')).toEqual(both);
  expect(objectsIn([converted(1, 'dbo.b')]).get('dbo.b')).toEqual({
    status: 'running',
    verdict: 'translated',
    models: ['m'],
  });
});
