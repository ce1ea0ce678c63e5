// `npm run bench -- compile [--peers]`: views and functions from their text to SQL of DuckDB, in bytes a second.
import { performance } from 'node:perf_hooks';
import { openPeers } from '../peers/peers.mjs';
import { cpuTime } from '../peers/speed-of.mjs';
import { print } from '../score/semantics/tables.mjs';
import { viewEstates } from '../score/semantics/view-estates.mjs';
import { boundOf, compileDatabase, compileScript } from './compile/compile-objects.mjs';
import { estate } from './compile/generated-estate.mjs';
import { heapInUse } from './compile/heap.mjs';

/** Computing before anything is measured: code of this size is compiled by V8 bit by bit. Peers begin warm after a round. */
const WARM_UP = 12;
/** Computing for one figure. */
const SECONDS = 3;
/** Each peer and ours take turns, so that what else runs on the machine meets both. */
const TURNS = 3;
const SIZES = [500, 1000, 2000, 4000];

export async function bench(args) {
  const databases = corpusDatabases();
  if (databases.length > 0) await besideOthers(args, databases);
  console.log('\nGenerated views of 2 KB, from one script to SQL, its catalog made on the way:\n');
  print([['views', 'KB each', 'seconds', 'of computing', 'MB/s', 'heap kept, MB'], ...SIZES.map(generated)]);
  return 0;
}

function corpusDatabases() {
  return viewEstates()
    .flatMap((each) => each.databases)
    .map(({ load }) => {
      const { catalog } = load();
      const objects = catalog.modules.filter(({ kind }) => kind !== 'procedure' && kind !== 'trigger');
      // A view without its tables is an error, here and there.
      return { catalog, modules: boundOf(catalog, objects) };
    });
}

async function besideOthers(args, databases) {
  const batches = databases.flatMap(({ modules }) => modules.map(({ definition }) => definition));
  const megabytes = batches.reduce((sum, { length }) => sum + length, 0) / 1e6;
  console.log(
    `${batches.length} views and functions of the corpora, ${megabytes.toFixed(2)} MB. Ours parses, binds, types and`,
  );
  console.log(
    `renders them against the catalog of their database; the others parse and write, they neither bind nor type. Node ${process.versions.node},\nwith ${process.execArgv.join(' ')}, as migrations are started by the service.\n`,
  );
  speedOf(databases, () => true, WARM_UP);
  const all = speedOf(databases, () => true);
  const table = [
    ['', 'objects', 'MB/s', 'ours on the same', 'ratio', 'of its turns'],
    ['datamigrate, all', String(batches.length), all.toFixed(2), '', '', ''],
  ];
  for (const peer of await openPeers(args)) {
    const taken = await peer.accepts('transpile', batches);
    const both = batches.filter((_, i) => taken[i]);
    const texts = new Set(both);
    const turns = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const theirs = await peer.speed('transpile', both, SECONDS);
      const own = speedOf(databases, ({ definition }) => texts.has(definition));
      turns.push({ theirs, own, ratio: own / theirs });
    }
    turns.sort((a, b) => a.ratio - b.ratio);
    const { theirs, own, ratio } = turns[TURNS >> 1];
    const range = turns.map((turn) => turn.ratio.toFixed(1)).join(', ');
    table.push([peer.name, String(both.length), theirs.toFixed(2), own.toFixed(2), `${ratio.toFixed(1)} x`, range]);
  }
  print(table);
  console.log(
    `\nBoth sides warm: the best round of ${SECONDS} s of computing each, in turns; of ${TURNS} turns the one in the middle.`,
  );
}

/** Megabytes a second of computing: the best round, three at least. */
function speedOf(databases, wanted, seconds = SECONDS) {
  const chosen = databases.map(({ catalog, modules }) => ({ catalog, modules: modules.filter(wanted) }));
  const bytes = chosen.flatMap(({ modules }) => modules).reduce((sum, { definition }) => sum + definition.length, 0);
  const deadline = cpuTime() + seconds * 1000;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3 || cpuTime() < deadline; round++) {
    const started = cpuTime();
    for (const { catalog, modules } of chosen) compileDatabase(catalog, modules);
    best = Math.min(best, cpuTime() - started);
  }
  return bytes / 1e3 / best;
}

function generated(count) {
  const text = estate(count);
  const before = heapInUse();
  const started = { at: performance.now(), computed: cpuTime() };
  const compiled = compileScript(text);
  const seconds = (performance.now() - started.at) / 1000;
  const computed = (cpuTime() - started.computed) / 1000;
  const kept = (heapInUse() - before) / 1e6;
  if (compiled.sql.length !== count) throw new Error(`${count - compiled.sql.length} views were refused`);
  const megabytes = text.length / 1e6;
  const each = (text.length / count / 1000).toFixed(1);
  return [
    String(count),
    each,
    seconds.toFixed(2),
    computed.toFixed(2),
    (megabytes / computed).toFixed(2),
    kept.toFixed(0),
  ];
}
