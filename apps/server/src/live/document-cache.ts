import type { OrganisationScope } from '@datamigrate/store';

const MOST = 2_000;

/** Answers about migrations as they were last written, for those who ask again and again. */
export interface DocumentCache {
  get(scope: OrganisationScope, id: string): string | undefined;
  /** What is read while the migration changes is not kept. Those who ask at the same time share one answer. */
  read(scope: OrganisationScope, id: string, load: () => Promise<string>): Promise<string>;
  forget(id: string): void;
}

/** Changes of this process count at once; those of others after `lifeMs`. */
export function documentCache(lifeMs: number): DocumentCache {
  const kept = new Map<string, { organisationId: string; text: string; until: number }>();
  const versions = new Map<string, number>();
  const reading = new Map<string, Promise<string>>();
  return {
    get({ organisationId }, id) {
      const found = kept.get(id);
      if (found === undefined || found.organisationId !== organisationId) return undefined;
      return found.until > performance.now() ? found.text : undefined;
    },
    read({ organisationId }, id, load) {
      const before = versions.get(id);
      const key = `${organisationId} ${id} ${before}`;
      const former = reading.get(key);
      if (former !== undefined) return former;
      const read = load()
        .then((text) => {
          if (versions.get(id) !== before) return text;
          if (kept.size >= MOST) kept.clear();
          kept.set(id, { organisationId, text, until: performance.now() + lifeMs });
          return text;
        })
        .finally(() => reading.delete(key));
      reading.set(key, read);
      return read;
    },
    forget(id) {
      kept.delete(id);
      if (versions.size >= MOST) versions.clear();
      versions.set(id, (versions.get(id) ?? 0) + 1);
    },
  };
}
