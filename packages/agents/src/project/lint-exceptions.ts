import { type LintCode, type LintException, lintProject, type ProjectSpec } from '@datamigrate/dbt-project';

/**
 * Findings that follow from what the database is, with the reason. They are written down one by one, so that a new
 * model that breaks the rule is a finding again; whatever is not listed here stays a finding.
 */
const REASONS: Readonly<Partial<Record<LintCode, (object: string) => string>>> = {
  'lint-model-naming': (object) => `keeps the name of ${object}`,
  'lint-model-fanout': (object) => `what reads it are objects of their own in SQL Server, ${object} too`,
  'lint-rejoined-concept': (object) => `${object} is an object of its own that people query`,
  'lint-too-many-joins': (object) => `${object} is one piece of logic in SQL Server`,
  'lint-primary-key-untested': (object) => `SQL Server declares no key for ${object}`,
  'lint-root-model': (object) => `${object} holds constants only`,
  'lint-boolean-name': (object) => `${object} keeps its types: its readers expect them`,
  'lint-chained-views': (object) => `${object} stands on views in SQL Server as well`,
  'lint-exposure-materialization': (object) => `${object} computed its rows with each call`,
  'lint-exposure-on-private': (object) => `${object}: what callers need becomes public when they have moved`,
  'lint-test-coverage': (object) => `SQL Server declares no key and no NOT NULL for ${object}`,
};

export function lintExceptions(spec: ProjectSpec): readonly LintException[] {
  const objects = new Map(spec.models.map(({ name, meta }) => [name, objectOf(meta)]));
  return [
    ...lintProject(spec).findings.flatMap(({ rule, resource }): LintException[] => {
      const reason = REASONS[rule]?.(objects.get(resource) ?? resource);
      return reason === undefined ? [] : [{ rule, resource, reason }];
    }),
    ...spec.sources.map(
      ({ name }): LintException => ({
        rule: 'lint-source-freshness',
        resource: `${name}.%`,
        reason: 'rows were copied once: freshness is null on purpose',
      }),
    ),
  ];
}

function objectOf(meta: ProjectSpec['models'][number]['meta']): string | undefined {
  const sqlserver = meta?.['sqlserver'];
  const object =
    typeof sqlserver === 'object' && sqlserver !== null && 'object' in sqlserver ? sqlserver['object'] : '';
  return typeof object === 'string' && object !== '' ? object : undefined;
}
