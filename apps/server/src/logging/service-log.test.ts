import { afterAll, expect, it } from 'vitest';
import { newKey, newPerson, testService } from '../testing/test-service.js';
import { serviceLog } from './service-log.js';

const lines: string[] = [];
const log = serviceLog('info', { write: (line) => lines.push(line) });
const service = await testService({}, {}, log);
afterAll(() => service.close());

it('changes no request, whatever is logged of it, and writes no line for one that goes well', async () => {
  const person = await newPerson(service);
  const { key: _, ...program } = await newKey(service, person);
  expect((await person.get('/auth/session')).status).toBe(200);
  expect((await program.get('/migrations')).status).toBe(200);
  expect(lines).toEqual([]);
});

it('keeps secrets out', () => {
  const req = { method: 'GET', url: '/x', headers: { cookie: 'dm_session=abc', authorization: 'Bearer mk_live_abc' } };
  log.info({ req, password: 'abc', more: { token: 'abc', secret: 'abc' } }, 'seen');
  expect(lines.at(-1)).toMatch(/"url":"\/x"/);
  expect(lines.at(-1)).not.toContain('abc');
  expect(req.headers.cookie).toBe('dm_session=abc');
});
