import { migration, settled } from './processes.mjs';

const LONGEST_S = 7200;

/**
 * Queues migrations and waits until the workers have done them all. What must hold for each: one worker did it, its objects
 * were converted and compared once, and it was charged once. With `toPlan` they end, uncharged, where a plan waits for its
 * approval: the queue is the same, and the minutes of dbt are left out.
 */
export async function drain({ call }, count, toPlan) {
  const [times, body] = toPlan ? [0, migration({ checkpoints: ['plan'] })] : [1, migration()];
  const former = new Set(await charged(call));
  const start = performance.now();
  const ids = [];
  for (let i = 0; i < count; i++) ids.push((await call('POST', '/migrations', body)).id);
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
      if (objects.length !== 2 * times || new Set(objects).size !== objects.length) again++;
    }
    const stops = data.filter((event) => event.data.state === (toPlan ? 'waiting' : 'succeeded'));
    if (attempts !== 1 || stops.length !== 1) again++;
    if ((n + 1) % 10 === 0) {
      process.stderr.write(`${n + 1} of ${count} done after ${((performance.now() - queued) / 1000).toFixed(0)} s\n`);
    }
  }
  const seconds = (performance.now() - queued) / 1000;
  const charges = (await charged(call)).filter((id) => !former.has(id));
  const lost = ids.filter((id) => charges.filter((one) => one === id).length !== times).length;
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
