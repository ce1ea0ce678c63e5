import { displayName } from '@datamigrate/catalog';
import type { ModelSpec, UnitTestSpec } from '@datamigrate/dbt-project';
import { moduleById } from '../../assessment/estate-index.js';
import { chooseRows, type Observation, withLeftOut } from './choose-rows.js';
import type { EvidenceInputs } from './evidence-inputs.js';
import { ModelInputs, tablesBelow } from './model-inputs.js';
import { type Original, originalOf } from './original-of.js';
import { RowPicker, type Selection } from './row-picker.js';
import { featuresOf, isShown, LEFT_OUT, titleOf } from './shown-features.js';
import { SmallDatabase } from './small-database.js';
import { type Fixtures, fixturesOf } from './unit-fixtures.js';

/** A project with more of them is built for minutes. */
const MOST_TESTS = 60;
/** Models that are looked at for one, tested or not. */
const MOST_SEARCHES = 150;
/** Where a search begins. */
const MOST_SEEDS = 24;
/** How often one object of the original is run on few rows. */
const MOST_RUNS = 240;
/** Rows that a reader looks through, given and expected. */
const MOST_ROWS = 14;

/**
 * Unit tests of models with conditions: few rows of the source, and what the reference engine makes of them when it runs
 * the original. What no few rows can show has none.
 */
export function evidenceTests(inputs: EvidenceInputs, models: readonly ModelSpec[]): readonly UnitTestSpec[] {
  const known = new ModelInputs(inputs.catalog, inputs.plan, inputs.executions);
  const specs = new Map(models.map((model) => [model.name, model]));
  const small = new SmallDatabase(inputs.small);
  const tests: UnitTestSpec[] = [];
  let searches = 0;
  for (const { id, models: planned } of inputs.plan.objects) {
    const module = moduleById(inputs.catalog, id);
    const execution = inputs.executions.get(id);
    if (!module || execution?.status !== 'converted') continue;
    for (const each of planned) {
      const spec = specs.get(each.name);
      if (!spec || tests.length >= MOST_TESTS || searches >= MOST_SEARCHES) continue;
      const original = originalOf(inputs, module, execution, each, spec);
      if (original) searches++;
      const test = original && testOf(inputs, known, small, original);
      if (test) tests.push(test);
    }
  }
  return tests;
}

function testOf(
  { catalog, reader, full }: EvidenceInputs,
  known: ModelInputs,
  small: SmallDatabase,
  original: Original,
): UnitTestSpec | undefined {
  const inputs = known.of(original.spec);
  if (!inputs || inputs.length === 0) return undefined;
  const { tables, links } = tablesBelow(
    catalog,
    reader,
    [...inputs.map(({ object }) => displayName(object)), ...original.reads],
    [original.tree],
  );
  const picker = new RowPicker(full, tables, links);
  let last: Fixtures | undefined;
  const observe = (selection: Selection): Observation | undefined => {
    small.fill(tables, picker, selection);
    const given = inputs.map((input) => ({ input, rows: small.select(input.object) }));
    const { rows, ways } = original.run(small);
    last = rows && fixturesOf(original, given, rows);
    if (!last) return undefined;
    return { features: featuresOf(original, ways, last), size: last.size, result: JSON.stringify(last.expect) };
  };
  const seeds = picker.seeds(MOST_SEEDS);
  const candidates = seeds.map((seed) => picker.around(seed));
  const chosen = chooseRows(candidates, observe, { size: MOST_ROWS, runs: MOST_RUNS });
  if (!chosen) return undefined;
  const filters = /\b(?:where|having)\b/.test(original.spec.sql);
  const others = filters ? seeds.map((seed) => picker.around(seed, 1)) : [];
  const limits = { size: MOST_ROWS, runs: MOST_RUNS / 4 };
  const wider = withLeftOut(chosen.selection, chosen.observation.result, others, observe, limits);
  const features = new Set([...chosen.observation.features, ...(wider ? [LEFT_OUT] : [])]);
  if (!isShown(features)) return undefined;
  observe(wider ?? chosen.selection);
  if (!last) return undefined;
  const { name, description } = titleOf(original, features);
  const { vars } = original;
  return {
    name,
    description,
    model: original.spec.name,
    given: last.given,
    expect: last.expect,
    ...(Object.keys(vars).length > 0 ? { vars } : {}),
  };
}
