import type { InvoiceDetail, LedgerEntry } from '@datamigrate/contracts';
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Queryable } from '../database/open-database.js';
import { newId } from '../ids.js';
import { invoices, ledger } from '../schema/index.js';
import { forOrganisation, type OrganisationScope } from '../scope.js';
import { behind, orderBy, type PageRequest, pageFrom } from './paging.js';

export interface Charge {
  readonly kind: LedgerEntry['kind'];
  readonly text: string;
  readonly quantity: number;
  readonly unitCents: number;
  readonly migrationId: string | null;
  readonly at: Date;
  /** The same charge is entered once, however often it is tried. */
  readonly dedupeKey: string;
}

export const monthOf = (at: Date): string => at.toISOString().slice(0, 7);

/** Money is integer cents, and what was entered stays. */
export function billingRepository(db: Queryable) {
  return forOrganisation({
    async charge(scope: OrganisationScope, charges: readonly Charge[]) {
      if (charges.length === 0) return;
      const { organisationId } = scope;
      const rows = charges.map((charge) => ({
        ...charge,
        id: newId('ledger', charge.at),
        organisationId,
        month: monthOf(charge.at),
        cents: charge.quantity * charge.unitCents,
      }));
      await db.insert(ledger).values(rows).onConflictDoNothing({ target: ledger.dedupeKey });
    },
    async entries(scope: OrganisationScope, request: PageRequest) {
      const order = { by: ledger.at, id: ledger.id, direction: 'descending' } as const;
      const rows = await db
        .select()
        .from(ledger)
        .where(and(eq(ledger.organisationId, scope.organisationId), behind(order, request.cursor)))
        .orderBy(...orderBy(order))
        .limit(request.limit + 1);
      return pageFrom(rows, request.limit, (row) => [row.at, row.id]);
    },
    async month(scope: OrganisationScope, month: string) {
      const [row] = await db
        .select({
          cents: sql<string>`coalesce(sum(${ledger.cents}), 0)`,
          migrations: sql<string>`coalesce(sum(${ledger.quantity}) FILTER (WHERE ${ledger.kind} = 'migration'), 0)`,
          models: sql<string>`coalesce(sum(${ledger.quantity}) FILTER (WHERE ${ledger.kind} = 'models'), 0)`,
        })
        .from(ledger)
        .where(and(eq(ledger.organisationId, scope.organisationId), eq(ledger.month, month)));
      return {
        cents: Number(row?.cents ?? 0),
        migrations: Number(row?.migrations ?? 0),
        models: Number(row?.models ?? 0),
      };
    },
    /** The entries of a month, summed up by what they are for. */
    async lines(scope: OrganisationScope, month: string): Promise<InvoiceDetail['lines']> {
      const title = sql<string>`CASE ${ledger.kind} WHEN 'migration' THEN 'Migrations' WHEN 'models' THEN 'Models' ELSE ${ledger.text} END`;
      const rows = await db
        .select({
          kind: ledger.kind,
          text: title,
          quantity: sql<string>`sum(${ledger.quantity})`,
          unitCents: ledger.unitCents,
          cents: sql<string>`sum(${ledger.cents})`,
        })
        .from(ledger)
        .where(and(eq(ledger.organisationId, scope.organisationId), eq(ledger.month, month)))
        .groupBy(ledger.kind, title, ledger.unitCents)
        .orderBy(asc(ledger.kind), asc(title), asc(ledger.unitCents));
      return rows.map((row) => ({ ...row, quantity: Number(row.quantity), cents: Number(row.cents) }));
    },
    async invoices(scope: OrganisationScope) {
      return db
        .select()
        .from(invoices)
        .where(eq(invoices.organisationId, scope.organisationId))
        .orderBy(desc(invoices.month));
    },
    async invoice(scope: OrganisationScope, id: string) {
      const [row] = await db
        .select()
        .from(invoices)
        .where(and(eq(invoices.organisationId, scope.organisationId), eq(invoices.id, id)));
      return row;
    },
    /** One for each month; made twice, the first one stays. */
    async issue(
      scope: OrganisationScope,
      invoice: { month: string; organisationName: string; lines: InvoiceDetail['lines']; at: Date },
    ) {
      const { at, ...values } = invoice;
      const id = newId('invoice', at);
      const rows = await db
        .insert(invoices)
        .values({
          ...values,
          id,
          organisationId: scope.organisationId,
          number: `${invoice.month}-${id.slice(-8).toUpperCase()}`,
          totalCents: invoice.lines.reduce((sum, line) => sum + line.cents, 0),
          issuedAt: at,
        })
        .onConflictDoNothing()
        .returning({ id: invoices.id });
      return rows.length > 0;
    },
  });
}
