// `npm run score -- engine [--list]`: the reference engine against the rows that SQL Server returns.
import { capturedCases, procedureSets, valueSets } from './conformance/cases.mjs';
import { Tally } from './conformance/tally.mjs';
import { runCaptured, runProcedure, runValues } from './engine/run-cases.mjs';

export async function score(args) {
  const engine = await import('@datamigrate/tsql-engine');
  const parts = { expressions: new Tally(), queries: new Tally(), procedures: new Tally() };
  for (const set of valueSets()) runValues(engine, set, parts[set.part]);
  for (const set of procedureSets()) runProcedure(engine, set, parts.procedures);
  const captured = { 'SQL Server 2025, values': new Tally(), 'SQL Server 2025, types': new Tally() };
  for (const each of capturedCases()) runCaptured(engine, each, ...Object.values(captured));
  const list = args.includes('--list');
  console.log('| cases | right | not supported | wrong | share right |\n|---|---:|---:|---:|---:|');
  for (const [name, tally] of Object.entries({ ...parts, ...captured }))
    if (tally.all > 0) console.log(tally.row(name));
  for (const [name, tally] of Object.entries({ ...parts, ...captured })) tally.printReasons(name, list);
  return 0;
}
