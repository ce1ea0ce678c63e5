import { MODEL_TYPES, prefixOf, REPORT_PREFIX } from '../lint/model-types.js';
import type { ConfigValue, ProjectSpec } from '../spec/project-spec.js';

interface EvaluatorSetting {
  readonly value: ConfigValue;
  /** Stands above it: what a reviewer would ask. */
  readonly reason: string;
}

/** What dbt_project_evaluator has to be told about this project, by the names of its variables. */
export function evaluatorSettings(spec: ProjectSpec): ReadonlyMap<string, EvaluatorSetting> {
  const settings = new Map<string, EvaluatorSetting>();
  if (spec.genericTests?.some(({ name }) => name === KEY_TEST)) {
    settings.set('primary_key_test_macros', {
      value: [
        ['dbt.test_unique', 'dbt.test_not_null'],
        ['dbt_utils.test_unique_combination_of_columns'],
        [`${spec.name}.test_${KEY_TEST}`],
      ],
      reason: `keys of several columns are tested by tests/generic/${KEY_TEST}.sql`,
    });
  }
  const untested = spec.lintExceptions?.filter(({ rule }) => rule === 'lint-test-coverage') ?? [];
  if (untested.length > 0) {
    settings.set('test_coverage_target', {
      value: coverage(spec.models.length - untested.length, spec.models.length),
      reason: untested.map(({ resource, reason }) => `${resource}: ${reason}`).join('\n'),
    });
  }
  if (spec.models.some(({ name }) => prefixOf(name) === REPORT_PREFIX)) {
    const reason = 'a report that would be called like a view has a prefix, and stands in the marts as all others do';
    settings.set('marts_prefixes', { value: MODEL_TYPES.marts, reason });
    settings.set('other_prefixes', { value: MODEL_TYPES.other, reason });
  }
  return settings;
}

const KEY_TEST = 'unique_combination';

/** As the package rounds it: one more model without a test is below it. */
const coverage = (tested: number, all: number): number => Math.floor((tested * 10_000) / all) / 100;

/** The lines of `dbt_project.yml`, with the reasons of the settings above them. */
export function withReasons(yaml: string, settings: ReadonlyMap<string, EvaluatorSetting>): string {
  const lines = yaml.split('\n').flatMap((line) => {
    const [, indent = '', name = ''] = /^( {4})(\w+):/.exec(line) ?? [];
    const reason = settings.get(name)?.reason;
    return reason === undefined
      ? [line]
      : [
          ...reason
            .split('\n')
            .flatMap(wrapped)
            .map((text) => `${indent}# ${text}`),
          line,
        ];
  });
  return lines.join('\n');
}

const WIDEST_COMMENT = 100;

/** A text as lines; what goes on stands two spaces to the right. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDEST_COMMENT) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `  ${word}`);
  }
  return lines;
}
