import type { ProjectSpec } from '@datamigrate/dbt-project';
import type { FailedTest, TestOutcome } from './test-outcome.js';

/**
 * A project without the unit tests that failed; the same project where none did. They stop the models that they test and
 * all behind them, of which nothing would be known then. The report tells of each.
 */
export function withoutFailed(spec: ProjectSpec, outcome: TestOutcome): ProjectSpec {
  const failed = new Set(failedOf(outcome).map(({ test }) => test.name));
  if (failed.size === 0) return spec;
  return { ...spec, unitTests: (spec.unitTests ?? []).filter(({ name }) => !failed.has(name)) };
}

/** An outcome of the project without them that still tells that they failed. */
export function withFailures(outcome: TestOutcome, earlier: TestOutcome): TestOutcome {
  const failed = failedOf(earlier);
  const models = outcome.models.map((model) => {
    const own = failed.filter((each) => each.model === model.name).map(({ test }) => test);
    const { tests, failedTests } = model;
    if (own.length === 0) return model;
    return {
      ...model,
      tests: { ...tests, failed: tests.failed + own.length },
      failedTests: [...failedTests, ...own],
    };
  });
  return { ...outcome, models };
}

function failedOf({ models }: TestOutcome): readonly { readonly model: string; readonly test: FailedTest }[] {
  return models.flatMap(({ name, failedTests }) =>
    failedTests.filter(({ unit }) => unit).map((test) => ({ model: name, test })),
  );
}
