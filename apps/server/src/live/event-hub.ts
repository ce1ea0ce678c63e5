import type { MigrationEvent } from '@datamigrate/contracts';
import type { OrganisationScope, Store } from '@datamigrate/store';

const AT_ONCE = 500;

interface Topic {
  readonly scope: OrganisationScope;
  readonly listeners: Set<() => void>;
}

/** Says that a migration has new events. Watchers read them from the store, each from where it stands. */
export interface EventHub {
  changed(migrationId: string): void;
  /** Calls back after every change, also of other processes; until the returned function is called. */
  watch(scope: OrganisationScope, migrationId: string, listener: () => void): () => void;
  /** Events after a number. Watchers at the same place share one query and one result. */
  after(scope: OrganisationScope, migrationId: string, number: number): Promise<readonly MigrationEvent[]>;
  close(): void;
}

export function eventHub(store: Store, pollMs: number, onChange: (migrationId: string) => void = () => {}): EventHub {
  const topics = new Map<string, Topic>();
  const running = new Map<string, Promise<readonly MigrationEvent[]>>();
  const changed = (migrationId: string) => {
    for (const listener of topics.get(migrationId)?.listeners ?? []) listener();
  };
  // Other processes write to the same store and cannot call us.
  const timer = setInterval(() => {
    for (const id of topics.keys()) changed(id);
  }, pollMs);
  timer.unref();

  return {
    changed(migrationId) {
      onChange(migrationId);
      changed(migrationId);
    },
    watch(scope, migrationId, listener) {
      const topic = topics.get(migrationId) ?? { scope, listeners: new Set() };
      topics.set(migrationId, topic);
      topic.listeners.add(listener);
      return () => {
        topic.listeners.delete(listener);
        if (topic.listeners.size === 0) topics.delete(migrationId);
      };
    },
    after(scope, migrationId, number) {
      const key = `${scope.organisationId} ${migrationId} ${number}`;
      const former = running.get(key);
      if (former) return former;
      const reading = store.events
        .after(scope, migrationId, number, AT_ONCE)
        .then((rows) => rows.map((row) => ({ id: row.number, at: row.at.toISOString(), data: row.data })));
      running.set(key, reading);
      const done = () => running.delete(key);
      reading.then(done, done);
      return reading;
    },
    close: () => clearInterval(timer),
  };
}
