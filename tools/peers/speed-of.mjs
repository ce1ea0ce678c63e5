import { performance } from 'node:perf_hooks';

export function megabytes(batches) {
  return batches.reduce((sum, sql) => sum + sql.length, 0) / 1e6;
}

/** Megabytes a second once warm: the best round of so many seconds, three rounds at least. */
export function speedOf(work, batches, seconds) {
  if (batches.length === 0) return 0;
  const deadline = performance.now() + seconds * 1000;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3 || performance.now() < deadline; round++) {
    const started = performance.now();
    for (const sql of batches) work(sql);
    best = Math.min(best, performance.now() - started);
  }
  return megabytes(batches) / (best / 1000);
}
