// `npm run score -- semantics [--cases] [--views] [--list] [--peers]`: what `datamigrate translate` makes of the conformance
// cases and of the views of whole databases, executed on DuckDB; transpilers of others on the same cases, executed alike.
import { openPeers } from '../peers/peers.mjs';
import { valueSets } from './conformance/cases.mjs';
import { judgeCases } from './semantics/cases.mjs';
import { EXPLAINED } from './semantics/explained.mjs';
import { ours } from './semantics/ours.mjs';
import { caseTable, codeTable, print, viewTable } from './semantics/tables.mjs';
import { theirs } from './semantics/theirs.mjs';
import { viewEstates } from './semantics/view-estates.mjs';
import { judgeViews } from './semantics/views.mjs';

export async function score(args) {
  const list = args.includes('--list');
  const all = !args.includes('--cases') && !args.includes('--views');
  let faults = 0;
  if (all || args.includes('--cases')) faults += await scoreCases(args, list);
  if (all || args.includes('--views')) faults += await scoreViews(list);
  return faults > 0 ? 1 : 0;
}

async function scoreCases(args, list) {
  const sets = valueSets();
  const exact = await judgeCases(sets, ours('exact'));
  const measured = [
    ['datamigrate, exact', exact],
    ['datamigrate, proven', await judgeCases(sets, ours('proven'))],
  ];
  for (const peer of await openPeers(args)) {
    // Compiled or not, a peer says the same.
    if (peer.name.includes('compiled')) continue;
    measured.push([peer.name, await judgeCases(sets, theirs(peer), false)]);
  }
  console.log(
    'Conformance cases, translated and executed on DuckDB; values and types compared, of others the values alone:\n',
  );
  print(caseTable(measured));
  const refused = exact.filter(({ state }) => state === 'refused');
  console.log('\nWhy datamigrate refuses at --fidelity exact:\n');
  print(codeTable(refused.map(({ translation, rejected }) => ({ codes: translation?.codes ?? [], rejected }))));
  const uncoded = refused.filter(({ translation }) => (translation?.codes ?? []).length === 0);
  const wrong = exact.filter(({ state }) => state === 'wrong');
  const unexplained = wrong.filter(({ id }) => EXPLAINED[id] === undefined);
  for (const { id, detail } of wrong) console.log(`\n${id}: ${detail}\n  ${EXPLAINED[id] ?? 'not explained'}`);
  for (const { id } of uncoded) console.log(`\n${id}: refused without a code`);
  if (list) for (const { id, translation } of refused) console.log(`refused ${id}: ${messages(translation)}`);
  return unexplained.length + uncoded.length;
}

async function scoreViews(list) {
  const estates = viewEstates();
  if (estates.length === 0) {
    console.error('score: no databases found (../shared/corpora); their views are not measured.');
    return 0;
  }
  const measured = [];
  for (const estate of estates) {
    console.error(`score: views of ${estate.name}`);
    measured.push([estate.name, await judgeViews(estate, 'proven')]);
  }
  console.log('\nViews of whole databases at --fidelity proven, run on the rows that their scripts insert:\n');
  print(viewTable(measured));
  const left = measured.flatMap(([, results]) =>
    results.filter(({ state }) => state !== 'runs' && state !== 'no table'),
  );
  console.log('\nWhy views are left:\n');
  print(codeTable(left.map(({ diagnostics }) => ({ codes: diagnostics.map(({ code }) => code) }))));
  for (const { database, view, state, diagnostics, detail } of left) {
    if (list || state === 'fails') console.log(`${state}: ${database} ${view}: ${detail ?? messages({ diagnostics })}`);
  }
  return left.filter(({ state }) => state === 'fails').length;
}

const messages = (translation) => (translation?.diagnostics ?? []).map(({ message }) => message).join(' ');
