import type { ConfigValue, ProjectFile, ProjectSpec } from '../spec/project-spec.js';
import { compact, writeYaml } from '../yaml/write-yaml.js';
import { evaluatorSettings, withReasons } from './evaluator-settings.js';
import { EXAMPLE_HEAD, exampleProfile } from './example-profile.js';
import { FolderSettings } from './folder-settings.js';
import { hasExceptions, LINTERS } from './lint-files.js';
import { seedSettings } from './seed-files.js';

/** From the version on whose YAML this is, up to the major version that may change it. */
const DBT_VERSIONS = ['>=1.10.8', '<3.0.0'];
/** What the project is known to run on. */
const REQUIREMENTS = ['dbt-core==1.12.6', 'dbt-duckdb==1.11.1', 'duckdb==1.5.6'];
export const DEFAULT_DATABASE_PATH = 'warehouse.duckdb';

export function settingsFiles(spec: ProjectSpec): ProjectFile[] {
  return [
    { path: 'dbt_project.yml', content: withReasons(writeYaml(projectSettings(spec)), evaluatorSettings(spec)) },
    { path: 'profiles.yml', content: writeYaml(profile(spec)) },
    { path: 'profiles.example.yml', content: `${EXAMPLE_HEAD}${writeYaml(exampleProfile(spec.name))}` },
    { path: 'requirements.txt', content: `${REQUIREMENTS.join('\n')}\n` },
    { path: '.gitignore', content: GITIGNORE },
    { path: '.github/workflows/ci.yml', content: CI_WORKFLOW },
  ];
}

function projectSettings(spec: ProjectSpec): ConfigValue {
  const singular = (spec.singularTests ?? []).length > 0;
  const generic = (spec.genericTests ?? []).length > 0;
  const seeds = seedsConfig(spec);
  const settings = compact({
    name: spec.name,
    version: '1.0.0',
    'require-dbt-version': DBT_VERSIONS,
    profile: spec.name,
    'model-paths': ['models'],
    'macro-paths': (spec.macros ?? []).length > 0 ? ['macros'] : [],
    'test-paths': singular || generic ? ['tests'] : [],
    'analysis-paths': (spec.analyses ?? []).length > 0 ? ['analyses'] : [],
    'seed-paths': seeds === undefined ? [] : ['seeds'],
    'clean-targets': ['target', 'dbt_packages'],
    seeds: seeds && { [spec.name]: seeds },
    models: compact({ [spec.name]: new FolderSettings(spec.models).config() }),
    vars: variables(spec),
  });
  return settings;
}

function seedsConfig(spec: ProjectSpec): Readonly<Record<string, ConfigValue>> | undefined {
  const settings = {
    ...(hasExceptions(spec)
      ? { dbt_project_evaluator_exceptions: { '+enabled': "{{ var('evaluate_project', false) }}" } }
      : {}),
    ...seedSettings(spec),
  };
  return Object.keys(settings).length === 0 ? undefined : settings;
}

function variables(spec: ProjectSpec): ConfigValue | undefined {
  const own = [...evaluatorSettings(spec)].map(([name, { value }]) => [name, value] as const);
  const vars = { ...spec.vars, ...(own.length > 0 ? { dbt_project_evaluator: Object.fromEntries(own) } : {}) };
  return Object.keys(vars).length === 0 ? undefined : vars;
}

function profile(spec: ProjectSpec): ConfigValue {
  const output = { type: spec.target, path: spec.databasePath ?? DEFAULT_DATABASE_PATH, threads: 1 };
  return { [spec.name]: { target: 'dev', outputs: { dev: output } } };
}

const GITIGNORE = `target/
dbt_packages/
logs/
*.duckdb
*.duckdb.wal
.env
.venv/
`;

const CI_WORKFLOW = `name: dbt

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

concurrency:
  group: dbt-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    env:
      DBT_PROFILES_DIR: .
      DBT_SEND_ANONYMOUS_USAGE_STATS: "false"
      SQLFLUFF_VERSION: "${LINTERS.sqlfluff}"
      YAMLLINT_VERSION: "${LINTERS.yamllint}"
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
          cache: pip
      - run: pip install -r requirements.txt "sqlfluff==$SQLFLUFF_VERSION" "yamllint==$YAMLLINT_VERSION"
      - name: Lint YAML
        run: yamllint --strict .
      - name: Lint SQL
        run: sqlfluff lint models
      - name: Parse, warnings are errors
        run: dbt --warn-error --show-all-deprecations parse --no-partial-parse
      # The rows are not under version control. Put the database in place here (an artifact, a copy from a bucket), or
      # set up a target that holds the sources; without it there is nothing to build on.
      - name: Build and test
        if: hashFiles('${DEFAULT_DATABASE_PATH}') != ''
        # Tests of severity warn speak of data, not of this change: they show in the log and let it pass.
        run: dbt build
      - name: Documentation
        if: hashFiles('${DEFAULT_DATABASE_PATH}') != ''
        run: dbt docs generate
`;
