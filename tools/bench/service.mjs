// `npm run bench -- service [--seconds n] [--runs n] [--watchers n] [--drain n] [--profile folder]`: requests a second of one
// migration beside a bare fastify route in the same run, memory with many watchers, and how long two workers take to drain
// a queue of migrations (`--drain 0` leaves that out; it takes minutes, few with `--to-plan`: then without dbt).
import { parseArgs } from 'node:util';
import { drain } from './service/drain.mjs';
import { requestsPerSecond } from './service/load.mjs';
import { makeKeys, migration, settled, startBare, startService } from './service/processes.mjs';
import { watch } from './service/watchers.mjs';

const GOAL = 0.7;
/** Of the plan: what a key may send in an hour. */
const REQUESTS_OF_A_KEY = 1000;
const CONNECTIONS = 32;

/** @param {readonly string[]} args */
export async function bench(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '1' },
      runs: { type: 'string', default: '12' },
      watchers: { type: 'string', default: '1000' },
      drain: { type: 'string', default: '200' },
      keys: { type: 'string', default: '320' },
      'to-plan': { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  const profile = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];
  const service = await startService({ DATAMIGRATE_WORKERS: '2' }, profile);
  try {
    const keys = await makeKeys(service, Number(values.keys));
    const made = await service.call('POST', '/migrations', migration({ checkpoints: ['plan'] }));
    await settled(service, made.id, ['waiting']);
    const ratio = await compare(service, keys, made.id, Number(values.runs), Number(values.seconds));
    if (Number(values.watchers) > 0) await watchers(service, made.id, Number(values.watchers));
    const faults = Number(values.drain) > 0 ? await drained(service, Number(values.drain), values['to-plan']) : 0;
    return ratio >= GOAL && faults === 0 ? 0 : 1;
  } finally {
    await service.stop();
  }
}

async function compare(service, keys, id, runs, seconds) {
  const document = await service.call('GET', `/migrations/${id}`);
  const bare = await startBare();
  await fetch(`http://127.0.0.1:${bare.port}/document`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  });
  const path = `/api/v1/migrations/${id}`;
  // Programs with keys of their own; each sends as many requests as its plan allows, so that nothing is refused.
  const sent = Array.from({ length: CONNECTIONS }, () => 0);
  const headers = (n) => {
    const turn = Math.floor(sent[n]++ / (REQUESTS_OF_A_KEY - 10));
    return `Authorization: Bearer ${keys[(n + turn * CONNECTIONS) % keys.length]}\r\n`;
  };
  // In turns, and short ones: what else the computer does then meets both.
  const pairs = [];
  const none = { all: Infinity, main: Infinity };
  const cpu = { bare: none, service: none };
  const statuses = {};
  for (let run = 0; run < runs; run++) {
    const options = { path, connections: CONNECTIONS, seconds };
    const bareBefore = await bare.cpu();
    const alone = await requestsPerSecond({
      ...options,
      port: bare.port,
      headers: () => 'Authorization: Bearer x\r\n',
    });
    const serviceBefore = await service.cpu();
    cpu.bare = less(cpu.bare, bareBefore, await bare.cpu(), alone.done);
    const ours = await requestsPerSecond({ ...options, port: service.port, headers });
    cpu.service = less(cpu.service, serviceBefore, await service.cpu(), ours.done);
    // The first pair warms both up.
    if (run > 0 || runs === 1) pairs.push({ bare: alone.perSecond, ours: ours.perSecond });
    for (const [status, count] of Object.entries(ours.statuses)) statuses[status] = (statuses[status] ?? 0) + count;
  }
  bare.stop();
  const ratio = median(pairs.map(({ ours, bare }) => ours / bare));
  const [ourRate, bareRate] = [median(pairs.map(({ ours }) => ours)), median(pairs.map(({ bare }) => bare))];
  console.log(
    `GET /migrations/{id}: ${ourRate.toFixed(0)} requests/s, bare fastify route ${bareRate.toFixed(0)}/s: ${ratio.toFixed(2)} x; goal ${GOAL} x (medians of ${pairs.length} pairs; answers ${JSON.stringify(statuses)})`,
  );
  console.log(
    `processor time of a request: ${cpu.service.main.toFixed(0)} µs on the thread that answers, ${cpu.service.all.toFixed(0)} µs with the database; bare ${cpu.bare.main.toFixed(0)} and ${cpu.bare.all.toFixed(0)} µs`,
  );
  return ratio;
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Of a request, in the run that cost least. */
function less(former, before, after, requests) {
  const all = (after.all - before.all) / requests;
  return all < former.all ? { all, main: (after.main - before.main) / requests } : former;
}

async function watchers(service, id, count) {
  const keys = await makeKeys(service, Math.ceil(count / 500));
  const goOn = () => service.call('POST', `/migrations/${id}/approve`, { checkpoint: 'plan' });
  const { before, held, most, events } = await watch({
    port: service.port,
    id,
    keys,
    count,
    goOn,
    memory: service.memory,
  });
  const whole = events.filter((one) => one === Math.max(...events)).length;
  console.log(
    `${count} watchers: memory ${before.toFixed(0)} MB before, ${held.toFixed(0)} MB with all connected, ${most.toFixed(0)} MB at most while it ran; ${whole} were told all ${Math.max(...events)} events`,
  );
}

async function drained(service, count, toPlan) {
  const { queueing, seconds, states, again, lost } = await drain(service, count, toPlan);
  console.log(
    `${count} migrations queued in ${queueing.toFixed(1)} s, drained by 2 workers${toPlan ? ' up to the plan' : ''} in ${seconds.toFixed(0)} s (${(seconds / count).toFixed(1)} s each): ${JSON.stringify(states)}; work done twice: ${again}, lost or charged twice: ${lost}`,
  );
  return again + lost;
}
