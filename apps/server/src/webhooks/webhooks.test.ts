import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { newPerson, testService } from '../testing/test-service.js';
import { addressesOf, isPublicAddress } from './public-address.js';
import { isSigned, signatureOf } from './sign.js';

const received: { headers: IncomingHttpHeaders; body: string }[] = [];
let answer = 200;
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += String(chunk);
  });
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    response.writeHead(answer, { location: 'http://127.0.0.1:1/' }).end();
  });
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
const service = await testService({ privateAddresses: true });
service.startWorkers();
afterAll(async () => {
  await service.close();
  receiver.close();
});

it('delivers signed events, and again when the receiver was not ready', async () => {
  const person = await newPerson(service);
  const hook = (await person.post('/webhooks', { url, events: ['migration.cancelled', 'webhook.test'] })).body;
  const secret = String(hook['secret']);
  expect(secret).toMatch(/^whsec_/);
  expect((await person.get('/webhooks')).text).not.toContain(secret);
  const path = `/webhooks/${hook['id']}`;

  const test = await person.post(`${path}/test`);
  expect(test.status).toBe(202);
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(1);
  const [first] = received;
  const signature = String(first?.headers['datamigrate-signature']);
  expect(isSigned(signature, secret, first?.body ?? '', new Date())).toBe(true);
  expect(isSigned(signature, secret, `${first?.body} `, new Date())).toBe(false);
  expect(isSigned(signature, secret, first?.body ?? '', new Date(Date.now() + 400_000))).toBe(false);
  expect(JSON.parse(first?.body ?? '')).toMatchObject({ id: test.body['id'], type: 'webhook.test', apiVersion: 'v1' });
  const deliveries = async () => (await person.get(`${path}/deliveries`)).body['data'] as Record<string, unknown>[];
  await expect
    .poll(async () => (await deliveries())[0])
    .toMatchObject({ state: 'delivered', attempts: 1, status: 200 });

  // Redirects are not followed: they would lead past the check of addresses.
  answer = 302;
  await person.post(`${path}/test`);
  await expect
    .poll(async () => (await deliveries())[0], { timeout: 20_000 })
    .toMatchObject({ state: 'waiting', attempts: 1, status: 302 });
  answer = 200;
  const [waiting] = await deliveries();
  expect(waiting?.['nextAttemptAt']).not.toBeNull();
  await expect
    .poll(async () => (await deliveries())[0], { timeout: 30_000 })
    .toMatchObject({ state: 'delivered', attempts: 2 });

  const again = await person.post(`${path}/deliveries/${test.body['id']}/resend`);
  expect(again).toMatchObject({ status: 202, body: { state: 'waiting' } });
  await expect
    .poll(() => received.filter(({ headers }) => headers['datamigrate-delivery'] === test.body['id']).length, {
      timeout: 20_000,
    })
    .toBe(2);

  const rotated = String((await person.post(`${path}/rotate`)).body['secret']);
  const before = received.length;
  await person.post(`${path}/test`);
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(before + 1);
  const last = received.at(-1);
  for (const one of [secret, rotated]) {
    expect(isSigned(String(last?.headers['datamigrate-signature']), one, last?.body ?? '', new Date())).toBe(true);
  }
});

it.each([
  'http://127.0.0.1/',
  'http://localhost:9/',
  'http://[::1]/',
  'http://169.254.169.254/latest/meta-data',
  'http://10.1.2.3/',
  'http://[::ffff:10.0.0.1]/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://user:password@93.184.216.34/',
  'http://none.invalid/',
])('refuses to call %s', async (address) => {
  const strict = { ...service.services, settings: { ...service.services.settings, privateAddresses: false } };
  const { webhookHandlers } = await import('../handlers/webhooks.js');
  const call = { body: { url: address, events: ['webhook.test'], description: '' }, services: strict } as never;
  await expect(webhookHandlers.createWebhook(call)).rejects.toMatchObject({ code: 'api-address-refused' });
});

it('tells public addresses', async () => {
  for (const address of ['93.184.216.34', '8.8.8.8', '2606:4700::1111']) expect(isPublicAddress(address)).toBe(true);
  for (const address of [
    '192.168.1.1',
    '172.31.0.1',
    '100.64.0.1',
    '224.0.0.1',
    '::',
    'fe80::1',
    'fd00::1',
    '2002:7f00:1::',
    'x',
  ]) {
    expect(isPublicAddress(address)).toBe(false);
  }
  expect(await addressesOf('127.0.0.1')).toEqual([]);
  expect(signatureOf(['a', 'b'], 'x', new Date(5000))).toMatch(/^t=5,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/);
});
