import { migration, settled } from './processes.mjs';

const LONGEST_S = 7200;

/**
 * Queues migrations and waits until the workers have done them all. What must hold for each: it succeeded, its objects were
 * converted and compared once, and it was charged once.
 */
export async function drain({ call }, count) {
  const former = new Set(await charged(call));
  const start = performance.now();
  const ids = [];
  for (let i = 0; i < count; i++) ids.push((await call('POST', '/migrations', migration())).id);
  const queued = performance.now();
  const states = {};
  let again = 0;
  for (const [n, id] of ids.entries()) {
    const { state, attempts } = await settled({ call }, id, ['succeeded', 'cancelled', 'waiting'], LONGEST_S);
    states[state] = (states[state] ?? 0) + 1;
    const { data } = await call('GET', `/migrations/${id}/events?limit=1000`, undefined, {
      accept: 'application/json',
    });
    for (const kind of ['converted', 'object']) {
      const objects = data.flatMap((event) => (event.data.kind === kind ? [event.data.id] : []));
      if (objects.length !== 2 || new Set(objects).size !== 2) again++;
    }
    if (attempts !== 1) again++;
    if ((n + 1) % 20 === 0) process.stderr.write(`${n + 1} of ${count} done\n`);
  }
  const seconds = (performance.now() - queued) / 1000;
  const charges = (await charged(call)).filter((id) => !former.has(id));
  const lost = ids.filter((id) => charges.filter((one) => one === id).length !== 1).length;
  return { queueing: (queued - start) / 1000, seconds, states, again, lost };
}

/** The migrations of all charges. */
async function charged(call) {
  const found = [];
  let cursor;
  do {
    const page = await call('GET', `/billing/ledger?limit=200${cursor ? `&cursor=${cursor}` : ''}`);
    found.push(...page.data.filter(({ kind }) => kind === 'migration').map(({ migrationId }) => migrationId));
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}
