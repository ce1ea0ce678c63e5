import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API_PREFIX, type NewApiKey, type Role, type Session } from '@datamigrate/contracts';
import { organisationScope } from '@datamigrate/store';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { newAccount } from '../handlers/new-account.js';
import { buildApp } from '../http/build-app.js';
import { startSession } from '../identity/sign-in.js';
import { type JobWork, startJobRunner } from '../jobs/job-runner.js';
import { runMigrationJob } from '../jobs/migration-job.js';
import { runTask, TASK_KIND } from '../jobs/recurring.js';
import { runWebhookJob } from '../jobs/webhook-job.js';
import { type OpenServices, openServices } from '../serve/open-services.js';
import type { Services } from '../services.js';
import { readSettings, type Settings } from '../settings/settings.js';

export interface TestService {
  readonly app: FastifyInstance;
  readonly services: OpenServices;
  readonly data: string;
  /** Moves the clock of the service. */
  setNow(now: Date | undefined): void;
  startWorkers(): void;
  close(): Promise<void>;
}

const ORIGIN = 'http://127.0.0.1:8080';

/** The service with an embedded database in memory, without a port. */
export async function testService(
  changes: Partial<Settings> = {},
  replaced: Partial<Services> = {},
  log: Logger = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
): Promise<TestService> {
  const data = mkdtempSync(join(tmpdir(), 'dm-service-'));
  const settings = readSettings({ data }, {});
  if (!settings.ok) throw new Error('settings');
  let fixed: Date | undefined;
  const opened = await openServices(
    { ...settings.value, ...changes },
    {
      place: { kind: 'memory' },
      log,
      now: () => fixed ?? new Date(),
    },
  );
  if (!opened.ok) throw new Error(opened.error.message);
  const services = Object.assign(opened.value, replaced);
  const app = await buildApp(services, join(data, 'no-web'));
  let stopWorkers = async () => {};
  return {
    app,
    services,
    data,
    setNow(now) {
      fixed = now;
    },
    startWorkers() {
      const works: Record<string, JobWork> = {
        migration: runMigrationJob,
        webhook: runWebhookJob,
        [TASK_KIND]: runTask,
      };
      const runner = startJobRunner(services, works, [
        { kinds: ['migration'], slots: 2 },
        { kinds: ['webhook', TASK_KIND], slots: 1 },
      ]);
      services.setRunner(runner);
      stopWorkers = () => runner.stop();
    },
    async close() {
      services.drain();
      await stopWorkers();
      await app.close();
      await services.close();
      rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly headers: Record<string, unknown>;
}

interface Sent {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Somebody who sends requests. */
export interface Client {
  send(method: string, path: string, sent?: Sent): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export function client({ app }: Pick<TestService, 'app'>, identity: Record<string, string> = {}): Client {
  const send: Client['send'] = async (method, path, { body, headers } = {}) => {
    const isRaw = Buffer.isBuffer(body) || typeof body === 'string';
    const response = await app.inject({
      method: method as 'GET',
      url: path.startsWith('/api/') || path.startsWith('/docs') || !path.startsWith('/') ? path : API_PREFIX + path,
      headers: {
        ...identity,
        ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: isRaw ? body : JSON.stringify(body) }),
    });
    const isJson = String(response.headers['content-type'] ?? '').includes('json') && response.payload !== '';
    return {
      status: response.statusCode,
      text: response.payload,
      body: isJson ? (JSON.parse(response.payload) as Record<string, unknown>) : {},
      headers: response.headers,
    };
  };
  return {
    send,
    get: (path, headers) => send('GET', path, headers === undefined ? {} : { headers }),
    post: (path, body, headers) => send('POST', path, { body, ...(headers === undefined ? {} : { headers }) }),
  };
}

let made = 0;

export interface TestPerson extends Client {
  readonly session: Session;
  readonly cookie: string;
}

/** A signed-in person with an organisation of their own, as a browser would send. */
export async function newPerson(service: TestService, plan = 'enterprise'): Promise<TestPerson> {
  const number = ++made;
  const values = {
    name: `Person ${number}`,
    email: `p${number}@example.com`,
    passwordHash: 'x',
    organisation: `Org ${number}`,
  };
  const { userId, organisationId } = await newAccount(service.services, values, { plan, verified: true });
  return signedIn(service, userId, organisationId);
}

/** Another member of an organisation. */
export async function newMember(service: TestService, organisationId: string, role: Role): Promise<TestPerson> {
  const number = ++made;
  const { store, service: scope } = service.services;
  const user = await store.identity.createUser(scope, {
    name: `Member ${number}`,
    email: `m${number}@example.com`,
    passwordHash: 'x',
    verified: true,
  });
  await store.organisation.addMember(organisationScope(organisationId), user.id, role);
  return signedIn(service, user.id, organisationId);
}

async function signedIn(service: TestService, userId: string, organisationId: string): Promise<TestPerson> {
  let cookie = '';
  const reply = {
    header(_: string, value: string) {
      [cookie = ''] = value.split(';');
    },
  };
  const session = await startSession(
    service.services,
    { headers: {} } as never,
    reply as never,
    userId,
    organisationId,
  );
  return { ...client(service, { cookie, origin: ORIGIN }), session, cookie };
}

/** A program with a key of a person's organisation. */
export async function newKey(
  service: TestService,
  person: TestPerson,
  scopes: readonly string[] = ['migrations:read', 'migrations:write'],
) {
  const { body } = await person.post('/api-keys', { name: 'test', scopes });
  const key = body as unknown as NewApiKey;
  return { ...client(service, { authorization: `Bearer ${key.secret}` }), key };
}

/** A form with files, as browsers send it. */
export function form(
  files: Readonly<Record<string, string | Buffer>>,
  options?: unknown,
): { body: Buffer; headers: Record<string, string> } {
  const boundary = '----test-boundary-5f2a';
  const parts: Buffer[] = [];
  const add = (head: string, content: Buffer) => {
    parts.push(Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), content, Buffer.from('\r\n'));
  };
  if (options !== undefined) {
    add(
      'Content-Disposition: form-data; name="options"',
      Buffer.from(typeof options === 'string' ? options : JSON.stringify(options)),
    );
  }
  for (const [name, content] of Object.entries(files)) {
    const head = `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream`;
    add(head, Buffer.from(content));
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { body: Buffer.concat(parts), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

/** A database of one table and one view: small enough to be migrated in a test. */
export const TINY_SCRIPT = `CREATE DATABASE Tiny;
GO
USE Tiny;
GO
CREATE TABLE dbo.Item (Id int NOT NULL PRIMARY KEY, Name varchar(20) NOT NULL, Price decimal(9, 2) NOT NULL);
GO
INSERT INTO dbo.Item (Id, Name, Price) VALUES (1, 'Rope', 12.50), (2, 'Anchor', 199.00), (3, 'Buoy', 45.25);
GO
CREATE VIEW dbo.ExpensiveItem AS SELECT Id, Name, Price FROM dbo.Item WHERE Price > 40;
GO
`;
