/** Milliseconds that this process has computed, its own threads included: what else runs on the machine does not count. */
export function cpuTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function megabytes(batches) {
  return batches.reduce((sum, sql) => sum + sql.length, 0) / 1e6;
}

/** Megabytes a second once warm: the best round of so many seconds, three rounds at least. */
export function speedOf(work, batches, seconds) {
  if (batches.length === 0) return 0;
  const deadline = cpuTime() + seconds * 1000;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3 || cpuTime() < deadline; round++) {
    const started = cpuTime();
    for (const sql of batches) work(sql);
    best = Math.min(best, cpuTime() - started);
  }
  return megabytes(batches) / (best / 1000);
}
