import { type BillingPlan, type InvoiceDetail, PLAN_NAMES, type Usage } from '@datamigrate/contracts';
import { monthOf, type OrganisationScope } from '@datamigrate/store';
import type { Plan } from '../http/caller.js';
import { type Handlers, SENT } from '../http/route-handler.js';
import { planFee } from '../jobs/monthly-billing.js';
import { problem } from '../problems/api-problem.js';
import type { Services } from '../services.js';
import { audit } from './audit-trail.js';
import { invoiceCsv, invoicePage } from './invoice-forms.js';
import type { BillingOperation, UsageOperation } from './route-groups.js';

const DAY = 86_400_000;
const LONGEST_DAYS = 366;

export const usageHandlers: Handlers<UsageOperation> = {
  async getUsage({ query, services, scope }) {
    const { usage, billing, organisation } = services.store;
    const now = services.now();
    const to = query.to ?? dayOf(now);
    const from = query.from ?? dayOf(new Date(Date.parse(to) - 29 * DAY));
    const [start, end] = [new Date(from), new Date(Date.parse(to) + DAY)];
    const length = (end.getTime() - start.getTime()) / DAY;
    if (!(length >= 1 && length <= LONGEST_DAYS)) {
      throw problem('api-body-invalid', {
        part: 'query',
        fault: `from must not be after to, and at most ${LONGEST_DAYS} days before`,
      });
    }
    await services.usage.flush();
    const month = monthOf(now);
    const monthStart = new Date(`${month}-01T00:00:00Z`);
    const [calls, charges, keys, plan, monthCharges, monthCalls] = await Promise.all([
      usage.callsByDay(scope, start, end),
      usage.chargesByDay(scope, start, end),
      usage.callsByKey(scope, start, end),
      organisation.plan(scope),
      billing.month(scope, month),
      usage.callsByDay(scope, monthStart, new Date(now.getTime() + DAY)),
    ]);
    const callsOn = new Map(calls.map((day) => [day.date, day.calls]));
    const chargesOn = new Map(charges.map((day) => [day.date, day]));
    const days: Usage['days'] = Array.from({ length }, (_, i) => {
      const date = dayOf(new Date(start.getTime() + i * DAY));
      const { migrations = 0, models = 0, cents = 0 } = chargesOn.get(date) ?? {};
      return {
        date,
        calls: callsOn.get(date) ?? 0,
        migrations: Number(migrations),
        models: Number(models),
        cents: Number(cents),
      };
    });
    return {
      from,
      to,
      plan: planDocument(plan),
      month: { ...monthCharges, calls: monthCalls.reduce((sum, day) => sum + day.calls, 0) },
      days,
      keys,
    };
  },

  async listCalls({ query, services, scope }) {
    await services.usage.flush();
    const page = await services.store.usage.calls(scope, query);
    return {
      ...page,
      data: page.data.map(({ id, at, caller, keyId, operation, method, status, milliseconds, requestId }) => ({
        id,
        at: at.toISOString(),
        by: caller,
        keyId,
        operation,
        method,
        status,
        milliseconds,
        requestId,
      })),
    };
  },
};

export const billingHandlers: Handlers<BillingOperation> = {
  async listPlans({ services }) {
    const plans = await services.store.identity.plans(services.service);
    const [first] = plans;
    return {
      currency: 'USD',
      migrationCents: first?.migrationCents ?? 0,
      modelCents: first?.modelCents ?? 0,
      plans: plans.map(planDocument),
    };
  },

  async getBilling({ services, scope }) {
    return billingDocument(services, scope);
  },

  async changePlan(call) {
    const { body, services, scope } = call;
    await services.store.transaction(async (tx) => {
      await tx.organisation.lock(scope);
      const former = await tx.organisation.plan(scope);
      await tx.organisation.setPlan(scope, body.plan);
      const plan = await tx.organisation.plan(scope);
      await tx.billing.charge(scope, planFee(scope, plan, services.now()));
      await audit(tx, call, 'plan.changed', null, { from: former.name, to: plan.name });
    });
    services.authenticator.forget();
    return billingDocument(services, scope);
  },

  async listLedger({ query, services, scope }) {
    const page = await services.store.billing.entries(scope, query);
    return {
      ...page,
      data: page.data.map(({ id, at, kind, text, quantity, unitCents, cents, migrationId, month }) => ({
        id,
        at: at.toISOString(),
        kind,
        text,
        quantity,
        unitCents,
        cents,
        migrationId,
        month,
      })),
    };
  },

  async listInvoices({ services, scope }) {
    const rows = await services.store.billing.invoices(scope);
    return { data: rows.map(({ lines: _, ...row }) => invoiceDocument({ ...row, lines: [] })) };
  },

  async getInvoice({ params, services, scope }) {
    return invoiceOf(services, scope, params.invoiceId);
  },

  async getInvoiceCsv({ params, services, scope, reply }) {
    const invoice = await invoiceOf(services, scope, params.invoiceId);
    const name = `invoice-${invoice.number}.csv`;
    await reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(invoiceCsv(invoice));
    return SENT;
  },

  async getInvoicePage({ params, services, scope, reply }) {
    await reply.type('text/html; charset=utf-8').send(invoicePage(await invoiceOf(services, scope, params.invoiceId)));
    return SENT;
  },
};

async function billingDocument(services: Services, scope: OrganisationScope) {
  const month = monthOf(services.now());
  const [plan, sums] = await Promise.all([
    services.store.organisation.plan(scope),
    services.store.billing.month(scope, month),
  ]);
  const { cents: monthCents, migrations, models } = sums;
  return { currency: 'USD' as const, plan: planDocument(plan), month, monthCents, migrations, models };
}

export function planDocument(plan: Plan): BillingPlan {
  const { title, monthlyCents, migrationsPerMonth, requestsPerHour, concurrentMigrations } = plan;
  const name = PLAN_NAMES.find((known) => known === plan.name) ?? 'free';
  return { name, title, monthlyCents, migrationsPerMonth, requestsPerHour, concurrentMigrations };
}

async function invoiceOf(services: Services, scope: OrganisationScope, id: string): Promise<InvoiceDetail> {
  const row = await services.store.billing.invoice(scope, id);
  if (row === undefined) throw problem('api-not-found', { what: 'invoice' });
  return invoiceDocument(row);
}

interface InvoiceRow {
  readonly id: string;
  readonly number: string;
  readonly month: string;
  readonly totalCents: number;
  readonly issuedAt: Date;
  readonly organisationName: string;
  readonly lines: InvoiceDetail['lines'];
}

function invoiceDocument({
  id,
  number,
  month,
  totalCents,
  issuedAt,
  organisationName,
  lines,
}: InvoiceRow): InvoiceDetail {
  return {
    id,
    number,
    month,
    currency: 'USD',
    totalCents,
    issuedAt: issuedAt.toISOString(),
    organisation: organisationName,
    lines,
  };
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
