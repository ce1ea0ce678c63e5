import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { requestHistogram } from './request-histogram.js';

export interface Metrics {
  request(operation: string, status: number, milliseconds: number): void;
  migrationEnded(state: string): void;
  watchers(change: 1 | -1): void;
  jobs(counts: readonly { readonly kind: string; readonly state: string; readonly jobs: string }[]): void;
  text(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = requestHistogram();
  const ended = new Counter({
    name: 'datamigrate_migrations_total',
    help: 'Migrations that ended',
    labelNames: ['state'],
    registers,
  });
  const watching = new Gauge({ name: 'datamigrate_event_streams', help: 'Open event streams', registers });
  const queue = new Gauge({
    name: 'datamigrate_jobs',
    help: 'Jobs by kind and state',
    labelNames: ['kind', 'state'],
    registers,
  });
  return {
    request: requests.observe,
    migrationEnded: (state) => ended.inc({ state }),
    watchers: (change) => watching.inc(change),
    jobs(counts) {
      queue.reset();
      for (const { kind, state, jobs } of counts) queue.set({ kind, state }, Number(jobs));
    },
    text: async () => `${await registry.metrics()}\n${requests.text()}`,
    contentType: registry.contentType,
  };
}
