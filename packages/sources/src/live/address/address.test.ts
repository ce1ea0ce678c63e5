import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addressOf, isLiveSource } from './address-of.js';
import { isLiveAddress, parseAddress, passwordIn, withoutPassword } from './parse-address.js';
import { keepPassword, passwordFor } from './secrets.js';
import { objectSelection } from './select-objects.js';

const GOOD: readonly (readonly [string, object])[] = [
  [
    'mssql://sa@localhost/Shop',
    { host: 'localhost', port: 1433, user: 'sa', database: 'Shop', encrypt: true, trustServerCertificate: false },
  ],
  ['mssql://sa@db.example:1444', { host: 'db.example', port: 1444, database: '' }],
  ['mssql://sa@db:80/Shop', { port: 80 }],
  ['sqlserver://app%20user@db/My%20Shop?encrypt=false', { user: 'app user', database: 'My Shop', encrypt: false }],
  ['mssql://sa@[::1]/Shop?trustServerCertificate=true', { host: '::1', trustServerCertificate: true }],
  ['mssql://sa:p%40ss@db/Shop', { user: 'sa', host: 'db' }],
  ['mssql://db/Shop?authentication=token', { user: '', authentication: 'token' }],
  ['mssql://anna@db/Shop?authentication=ntlm&domain=CORP', { authentication: 'ntlm', domain: 'CORP' }],
  [
    'mssql://sa@db/Shop?include=sales.*,dbo.T&exclude=*.tmp_*&rows=100',
    { include: ['sales.*', 'dbo.T'], exclude: ['*.tmp_*'], rows: 100 },
  ],
];

const BAD: readonly (readonly [string, string])[] = [
  ['postgres://sa@db/Shop', 'it does not begin with mssql://'],
  ['mssql://', 'the host is missing'],
  ['mssql://sa@db:port/Shop', 'it is not written as a URL'],
  ['mssql://db/Shop', 'the user is missing'],
  ['mssql://sa@db/Shop?encrypt=yes', 'encrypt is neither true nor false'],
  ['mssql://sa@db/Shop?Encrypt=true', 'it has no option Encrypt (did you mean encrypt?)'],
  ['mssql://sa@db/Shop?rows=0', 'rows is no number from 1'],
  ['mssql://sa@db/%E0%A4%A', 'it is not written as a URL'],
];

describe('an address', () => {
  it.each(GOOD)('%s', (source, expected) => {
    expect(parseAddress(source)).toMatchObject({ ok: true, value: expected });
  });

  it.each(BAD)('%s is refused: %s', (source, reason) => {
    const parsed = parseAddress(source);
    expect(parsed).toMatchObject({ ok: false, error: { code: 'live-address-invalid' } });
    expect(!parsed.ok && parsed.error.message).toContain(reason);
  });

  it('is told from a path', () => {
    expect(['mssql://db', 'profile:shop', 'profile:shop.dev'].map(isLiveSource)).toEqual([true, true, true]);
    expect(['shop.sql', 'profile:a/b.sql', './mssql', 'C:\\shop'].map(isLiveSource)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(isLiveAddress('profile:shop')).toBe(false);
  });
});

describe('a password', () => {
  it('is taken off what is shown and kept', () => {
    expect(withoutPassword('mssql://sa:p:w@db/Shop')).toBe('mssql://sa@db/Shop');
    expect(passwordIn('mssql://sa:p%40ss@db/Shop')).toBe('p@ss');
    expect(passwordIn('mssql://sa@db/Shop?x=a:b@c')).toBeUndefined();
    const parsed = parseAddress('mssql://sa:s3cret@db/Shop?nope=1');
    expect(JSON.stringify(parsed)).not.toContain('s3cret');
  });

  it('is found again in this process, or in the environment', () => {
    expect(keepPassword('mssql://sa:kept@here/Shop')).toBe('mssql://sa@here/Shop');
    expect(passwordFor('mssql://sa@here/Shop', { DATAMIGRATE_PASSWORD: 'other' })).toBe('kept');
    expect(passwordFor('mssql://sa@there/Shop', { DATAMIGRATE_PASSWORD: '', MSSQL_PASSWORD: 'm' })).toBe('m');
    expect(passwordFor('mssql://sa@there/Shop', {})).toBeUndefined();
  });
});

const SELECTIONS: readonly (readonly [readonly string[], readonly string[], readonly string[]])[] = [
  [[], [], ['dbo.Order', 'sales.Order', 'sales.Log_1']],
  [['sales.*'], [], ['sales.Order', 'sales.Log_1']],
  [['Order'], [], ['dbo.Order']],
  [['*.order'], [], ['dbo.Order', 'sales.Order']],
  [[], ['sales.log*'], ['dbo.Order', 'sales.Order']],
  [['sales.*'], ['*.Log_*'], ['sales.Order']],
  [['[sales].[Order]'], [], ['sales.Order']],
];

describe('include and exclude', () => {
  it.each(SELECTIONS)('%j without %j', (include, exclude, expected) => {
    const wanted = objectSelection(include, exclude);
    const names = ['dbo.Order', 'sales.Order', 'sales.Log_1'];
    expect(
      names.filter((full) => wanted({ schema: full.split('.')[0] ?? '', name: full.split('.')[1] ?? '' })),
    ).toEqual(expected);
  });
});

describe('profiles.yml', () => {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  writeFileSync(
    join(folder, 'profiles.yml'),
    `shop:
  target: "{{ env_var('SHOP_TARGET', 'dev') }}"
  outputs:
    dev:
      type: sqlserver
      driver: ODBC Driver 18 for SQL Server
      server: db.example
      port: 1444
      database: Shop
      schema: dbo
      user: app
      password: "{{ env_var('SHOP_PASSWORD') }}"
      trust_cert: true
    other:
      type: duckdb
    windows:
      type: sqlserver
      server: db.example
      windows_login: true
`,
  );
  const environment = { DBT_PROFILES_DIR: folder, SHOP_PASSWORD: 'from the environment' };

  it('names a server', async () => {
    expect(await addressOf('profile:shop', environment)).toMatchObject({
      ok: true,
      value: {
        address: {
          host: 'db.example',
          port: 1444,
          user: 'app',
          database: 'Shop',
          encrypt: true,
          trustServerCertificate: true,
        },
        password: 'from the environment',
      },
    });
  });

  it.each([
    ['profile:none', 'does not have it'],
    ['profile:shop.prod', 'no output prod'],
    ['profile:shop.other', 'of type duckdb'],
    ['profile:shop.windows', 'no user'],
  ])('%s is refused: %s', async (source, reason) => {
    const found = await addressOf(source, environment);
    expect(found).toMatchObject({ ok: false, error: { code: 'live-profile-invalid' } });
    expect(!found.ok && found.error.message).toContain(reason);
  });
});
