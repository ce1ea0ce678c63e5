import { organisationScope } from '@datamigrate/store';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { billMonth } from '../jobs/monthly-billing.js';
import { reportUsage } from '../jobs/usage-report.js';
import { newPerson, testService } from '../testing/test-service.js';
import { dollars, invoiceCsv, invoicePage } from './invoice-forms.js';

const service = await testService();
afterAll(() => service.close());

it('writes dollars without floating point', () => {
  expect([0, 5, 10, 99, 100, 12_345, -7, 4_900].map(dollars)).toEqual([
    '0.00',
    '0.05',
    '0.10',
    '0.99',
    '1.00',
    '123.45',
    '-0.07',
    '49.00',
  ]);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 40 }),
      (cents) =>
        dollars(cents)
          .replace('.', '')
          .replace(/^0+(?=\d)/, '') === String(cents),
    ),
  );
});

it('bills a month: entries add up to the invoice, in every form', async () => {
  const person = await newPerson(service, 'pro');
  const scope = organisationScope(person.session.organisation.id);
  const { billing } = service.services.store;
  const at = new Date('2026-05-10T12:00:00Z');
  const charges = [3, 17, 40].flatMap((models, i) => [
    {
      kind: 'migration' as const,
      text: `m${i}`,
      quantity: 1,
      unitCents: 10,
      migrationId: null,
      at,
      dedupeKey: `${scope.organisationId} m${i}`,
    },
    {
      kind: 'models' as const,
      text: `m${i}`,
      quantity: models,
      unitCents: 1,
      migrationId: null,
      at,
      dedupeKey: `${scope.organisationId} n${i}`,
    },
  ]);
  await billing.charge(scope, charges);
  service.setNow(new Date('2026-06-01T00:30:00Z'));
  try {
    await billMonth(service.services);
    await billMonth(service.services);
    await reportUsage(service.services);
    await reportUsage(service.services);
  } finally {
    service.setNow(undefined);
  }
  const [invoice] = (await person.get('/billing/invoices')).body['data'] as {
    id: string;
    month: string;
    totalCents: number;
  }[];
  expect(invoice).toMatchObject({ month: '2026-05', totalCents: 90 });
  const detail = (await person.get(`/billing/invoices/${invoice?.id}`)).body;
  expect(detail['lines']).toEqual([
    { kind: 'migration', text: 'Migrations', quantity: 3, unitCents: 10, cents: 30 },
    { kind: 'models', text: 'Models', quantity: 60, unitCents: 1, cents: 60 },
  ]);
  const csv = await person.get(`/billing/invoices/${invoice?.id}/csv`);
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(csv.text).toContain(',total,,,,0.90\r\n');
  expect((await person.get(`/billing/invoices/${invoice?.id}/html`)).text).toContain('<td>$0.90</td>');
  // The fee of June stands once, whoever asks how often.
  const ledger = (await person.get('/billing/ledger')).body['data'] as { kind: string; cents: number; month: string }[];
  expect(ledger.filter(({ kind }) => kind === 'plan')).toMatchObject([{ cents: 4900, month: '2026-06' }]);
  expect((await person.get('/audit?action=usage.reported-2026-05')).body['data']).toHaveLength(1);
});

it('changes the plan and charges its fee once a month', async () => {
  const person = await newPerson(service, 'free');
  const change = async (plan: string) => (await person.send('PUT', '/billing/plan', { body: { plan } })).body;
  expect(await change('pro')).toMatchObject({ plan: { name: 'pro', monthlyCents: 4900 }, monthCents: 4900 });
  await change('free');
  expect(await change('pro')).toMatchObject({ monthCents: 4900 });
  expect(await change('enterprise')).toMatchObject({
    plan: { migrationsPerMonth: null, requestsPerHour: 1000 },
    monthCents: 34_800,
  });
});

it('quotes what a spreadsheet or a page would run', () => {
  const lines = [{ kind: 'plan' as const, text: '=cmd|"x",<script>', quantity: 1, unitCents: 1, cents: 1 }];
  const id = 'inv_00000000000000000000000000';
  const invoice = {
    id,
    number: 'n',
    month: '2026-01',
    currency: 'USD' as const,
    totalCents: 1,
    issuedAt: '2026-02-01T00:00:00.000Z',
    organisation: '<b>',
    lines,
  };
  expect(invoiceCsv(invoice)).toContain(`"'=cmd|""x"",<script>"`);
  expect(invoicePage(invoice)).not.toMatch(/<script>|<b>/);
});
