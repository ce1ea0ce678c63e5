import type {
  AnalysisSpec,
  ConfigValue,
  ExposureSpec,
  GroupSpec,
  SeedSpec,
  SelectorSpec,
  UnitTestSpec,
} from '../spec/project-spec.js';
import { descriptionText } from './description.js';
import { compact, writeYaml } from './write-yaml.js';

export function exposuresYaml(exposures: readonly ExposureSpec[]): string {
  const entries = exposures.map((exposure) =>
    compact({
      name: exposure.name,
      label: exposure.label,
      type: exposure.type,
      owner: compact({ ...exposure.owner }),
      description: descriptionText(exposure.description),
      url: exposure.url,
      depends_on: [...exposure.dependsOn].sort().map((name) => `ref('${name}')`),
      config: compact({ meta: exposure.meta }),
    }),
  );
  return writeYaml({ version: 2, exposures: entries });
}

export function groupsYaml(groups: readonly GroupSpec[]): string {
  const entries = groups.map(({ name, owner, description }) =>
    compact({ name, owner: compact({ ...owner }), description: descriptionText(description) }),
  );
  return writeYaml({ version: 2, groups: entries });
}

/** Selection by the names of the models: it holds whatever folders and tags become. */
export function selectorsYaml(selectors: readonly SelectorSpec[]): string {
  const entries = selectors.map(({ name, description, models, parents }) =>
    compact({
      name,
      description,
      definition: {
        union: [...models]
          .sort()
          .map((value): ConfigValue => ({ method: 'fqn', value, ...(parents ? { parents: true } : {}) })),
      },
    }),
  );
  return writeYaml({ selectors: entries });
}

export function unitTestsYaml(tests: readonly UnitTestSpec[]): string {
  const entries = tests.map(({ name, description, model, given, expect, vars, macros }) =>
    compact({
      name,
      description: descriptionText(description),
      model,
      overrides: compact({ macros, vars }),
      given: given.map((each) => ('sql' in each ? { input: each.input, format: 'sql', rows: each.sql } : { ...each })),
      expect: { rows: [...expect] },
    }),
  );
  return writeYaml({ version: 2, unit_tests: entries }, 130);
}

export function analysesYaml(analyses: readonly AnalysisSpec[]): string {
  const entries = analyses.map(({ name, description }) => compact({ name, description: descriptionText(description) }));
  return writeYaml({ version: 2, analyses: entries });
}

/**
 * Names of columns are quoted as they stand in the file: they may be words of SQL. Types stand where dbt takes them from,
 * and only there: dbt 2 compares a `data_type` with what it would guess.
 */
export function seedsYaml(seeds: readonly SeedSpec[]): string {
  const entries = seeds.map((seed) =>
    compact({
      name: seed.name,
      description: descriptionText(seed.description),
      config: compact({
        quote_columns: true,
        column_types: compact(Object.fromEntries(seed.columns.map(({ name, dataType }) => [name, dataType]))),
        meta: seed.meta,
      }),
    }),
  );
  return writeYaml({ version: 2, seeds: entries });
}
