import { expect, it } from 'vitest';
import { isUniqueViolation, sqlState } from '../database/errors.js';
import { newId } from '../ids.js';
import { newOrganisation, onBothDatabases, SERVICE } from '../testing/stores.js';
import { CursorInvalidError } from './paging.js';

const source = { kind: 'files', name: 'a.sql', files: 1, bytes: 10 } as const;
const options = { checkpoints: [], select: [], exclude: [] };
const newMigration = (name: string) => ({
  id: newId('migration'),
  name,
  projectId: null,
  source,
  options,
  target: 'duckdb' as const,
  agents: [],
  createdBy: null,
});

onBothDatabases('repositories', (bench) => {
  it('keeps organisations apart', async () => {
    const { store } = bench();
    const [mine, other] = [await newOrganisation(store), await newOrganisation(store)];
    const project = await store.projects.create(mine.scope, { name: 'Mine', description: '' });
    expect(await store.projects.find(mine.scope, project.id)).toMatchObject({ name: 'Mine', migrations: 0 });
    expect(await store.projects.find(other.scope, project.id)).toBeUndefined();
    expect(await store.projects.update(other.scope, project.id, { name: 'Theirs' })).toBe(false);
    expect(await store.projects.remove(other.scope, project.id)).toBe(false);
    expect((await store.projects.list(other.scope, { limit: 10 })).data).toEqual([]);
  });

  it('names a violated rule on both', async () => {
    const { store } = bench();
    const { scope } = await newOrganisation(store);
    await store.projects.create(scope, { name: 'Once', description: '' });
    const again = store.projects.create(scope, { name: 'Once', description: '' });
    await expect(again).rejects.toSatisfy(isUniqueViolation);
  });

  it.each(['-createdAt', 'createdAt', 'name', '-name', '-updatedAt', 'state'] as const)(
    'lists by %s in pages without a gap or a repetition',
    async (sort) => {
      const { store } = bench();
      const { scope } = await newOrganisation(store);
      for (let i = 0; i < 7; i++) await store.migrations.create(scope, newMigration(`m${i % 3}`));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.migrations.list(scope, { limit: 3, cursor, sort });
        seen.push(...page.data.map(({ id }) => id));
        expect(page.hasMore).toBe(page.nextCursor !== null);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(new Set(seen).size).toBe(7);
      expect(seen.length).toBe(7);
    },
  );

  it('refuses cursors of others', async () => {
    const { store } = bench();
    const { scope } = await newOrganisation(store);
    const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const cursor of [
      'x',
      encoded([1]),
      encoded(['a', 'b']),
      encoded(["2026-01-01'", 'x']),
      encoded(['2026-99-99T99:99:99.999Z', 'x\0']),
    ]) {
      await expect(store.migrations.list(scope, { limit: 3, cursor, sort: '-createdAt' })).rejects.toThrow(
        CursorInvalidError,
      );
    }
  });

  it('finds text as it is', async () => {
    const { store } = bench();
    const { scope } = await newOrganisation(store);
    for (const name of ['100%', '100x', 'a_b', 'a\\b']) await store.migrations.create(scope, newMigration(name));
    const found = async (search: string) =>
      (await store.migrations.list(scope, { limit: 9, search, sort: 'name' })).data.map(({ name }) => name);
    expect(await found('0%')).toEqual(['100%']);
    expect(await found('A_')).toEqual(['a_b']);
    expect(await found('\\')).toEqual(['a\\b']);
  });

  it('numbers events without gaps, also from two sides', async () => {
    const { store, other } = bench();
    const { scope } = await newOrganisation(store);
    const { id } = await store.migrations.create(scope, newMigration('m'));
    const note = (text: string) => ({ kind: 'note', level: 'info', text }) as const;
    const append = (at: typeof store, text: string) =>
      at.transaction((tx) => tx.events.append(scope, id, [note(`${text} 1`), note(`${text} 2`)], new Date()));
    await Promise.all(Array.from({ length: 10 }, (_, i) => append(i % 2 ? store : other, `e${i}`)));
    const events = await store.events.after(scope, id, 0, 100);
    expect(events.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(await store.events.after(scope, id, 18, 100)).toHaveLength(2);
  });

  it('moves a migration once, whoever asks', async () => {
    const { store, other } = bench();
    const { scope } = await newOrganisation(store);
    const { id } = await store.migrations.create(scope, newMigration('m'));
    const moves = await Promise.all(
      [store, other, store].map((at) => at.migrations.move(scope, id, ['queued'], 'running')),
    );
    expect(moves.filter((row) => row !== undefined)).toHaveLength(1);
  });

  it('takes nothing back when a transaction fails', async () => {
    const { store } = bench();
    const { scope } = await newOrganisation(store);
    const failed = store.transaction(async (tx) => {
      await tx.projects.create(scope, { name: 'Gone', description: '' });
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect((await store.projects.list(scope, { limit: 9 })).data).toEqual([]);
  });

  it('charges once, in whole cents, and never changes an entry', async () => {
    const { store } = bench();
    const { scope } = await newOrganisation(store);
    const at = new Date('2026-03-05T10:00:00Z');
    const charge = (quantity: number, key: string) =>
      ({
        kind: 'models',
        text: 'models',
        quantity,
        unitCents: 1,
        migrationId: null,
        at,
        dedupeKey: `${scope.organisationId}:${key}`,
      }) as const;
    await store.billing.charge(scope, [charge(3, 'a'), charge(7, 'b')]);
    await store.billing.charge(scope, [charge(3, 'a')]);
    await store.billing.charge(scope, [
      { ...charge(2, 'c'), kind: 'migration', unitCents: 10, text: 'x' },
      { ...charge(1, 'd'), kind: 'migration', unitCents: 10, text: 'y' },
    ]);
    expect(await store.billing.month(scope, '2026-03')).toEqual({ cents: 40, migrations: 3, models: 10 });
    const lines = await store.billing.lines(scope, '2026-03');
    expect(lines).toEqual([
      { kind: 'migration', text: 'Migrations', quantity: 3, unitCents: 10, cents: 30 },
      { kind: 'models', text: 'Models', quantity: 10, unitCents: 1, cents: 10 },
    ]);
    const issue = () => store.billing.issue(scope, { month: '2026-03', organisationName: 'O', lines, at });
    expect([await issue(), await issue()]).toEqual([true, false]);
    expect((await store.billing.invoices(scope))[0]).toMatchObject({ month: '2026-03', totalCents: 40 });
  });

  it('seals passwords and binds them to their row', async () => {
    const { store } = bench();
    const { scope } = await newOrganisation(store);
    const settings = { host: 'h', port: 1433, database: 'd', user: 'u', encrypt: true, trustServerCertificate: false };
    const row = await store.connections.create(scope, { name: 'c', settings, password: 's3cret-päss' });
    expect(JSON.stringify(row)).not.toContain('s3cret');
    expect(await store.connections.openPassword(scope, row.id)).toBe('s3cret-päss');
    const other = await newOrganisation(store);
    expect(await store.connections.openPassword(other.scope, row.id)).toBeUndefined();
  });

  it('remembers an idempotent request', async () => {
    const { store, other } = bench();
    const { scope } = await newOrganisation(store);
    const now = new Date();
    const begin = (at: typeof store, hash: string, when = now) => at.idempotency.begin(scope, 'k', hash, when);
    const both = await Promise.all([begin(store, 'h'), begin(other, 'h')]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['new', 'running']);
    await store.idempotency.finish(scope, 'k', { status: 202, body: '{}', location: '/x' });
    expect(await begin(store, 'h')).toEqual({ kind: 'done', status: 202, body: '{}', location: '/x' });
    expect(await begin(store, 'other')).toEqual({ kind: 'other-request' });
    expect(await begin(store, 'h', new Date(now.getTime() + 25 * 3_600_000))).toEqual({ kind: 'new' });
  });

  it('uses a mail token once and counts attempts within a window', async () => {
    const { store } = bench();
    const { userId } = await newOrganisation(store);
    const expiresAt = new Date(Date.now() + 60_000);
    await store.identity.createMailToken(SERVICE, { tokenHash: `t-${userId}`, userId, purpose: 'reset', expiresAt });
    const use = () => store.identity.useMailToken(SERVICE, `t-${userId}`, 'reset', new Date());
    expect([(await use())?.userId, await use()]).toEqual([userId, undefined]);
    const bucket = `b-${userId}`;
    const now = new Date();
    const since = new Date(now.getTime() - 1000);
    for (let i = 1; i <= 3; i++) expect((await store.identity.countAttempt(SERVICE, bucket, since, now)).count).toBe(i);
    const later = new Date(now.getTime() + 5000);
    expect((await store.identity.countAttempt(SERVICE, bucket, new Date(later.getTime() - 1000), later)).count).toBe(1);
  });

  it('has the plans that are sold', async () => {
    const plans = await bench().store.identity.plans(SERVICE);
    expect(plans.map((plan) => [plan.name, plan.monthlyCents, plan.migrationsPerMonth, plan.requestsPerHour])).toEqual([
      ['free', 0, 10, 10],
      ['pro', 4900, 100, 100],
      ['enterprise', 29900, null, 1000],
    ]);
  });

  it('tells what a database error is', async () => {
    const { store } = bench();
    const { scope } = await newOrganisation(store);
    const wrong = store.projects.create(scope, { name: 'a\0b', description: '' });
    await expect(wrong).rejects.toSatisfy((error) => ['22021', '22P05', undefined].includes(sqlState(error)));
  });
});
