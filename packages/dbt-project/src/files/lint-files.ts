import { compareText } from '@datamigrate/foundation';
import { LINT_RULES } from '../lint/lint-project.js';
import type { ProjectFile, ProjectSpec } from '../spec/project-spec.js';

const SEED = 'dbt_project_evaluator_exceptions';

/** Where the exceptions stand: a seed, because that is where dbt_project_evaluator looks for them. */
export const EXCEPTIONS_SEED = `seeds/${SEED}.csv`;

/** The exceptions in the form of dbt_project_evaluator, and the settings of the tools that look at the texts. */
export function lintFiles(spec: ProjectSpec): ProjectFile[] {
  const rows = exceptionRows(spec);
  const seed = rows.length === 0 ? [] : [{ path: EXCEPTIONS_SEED, content: `${[HEADER, ...rows].join('\n')}\n` }];
  return [
    ...seed,
    { path: '.sqlfluff', content: SQLFLUFF },
    { path: '.sqlfluffignore', content: 'target/\ndbt_packages/\nmacros/\ntests/generic/\n' },
    { path: '.yamllint', content: YAMLLINT },
    { path: '.pre-commit-config.yaml', content: PRE_COMMIT },
  ];
}

export const hasExceptions = (spec: ProjectSpec): boolean => exceptionRows(spec).length > 0;

const HEADER = 'fct_name,column_name,id_to_exclude,comment';

function exceptionRows({ lintExceptions = [] }: ProjectSpec): string[] {
  const evaluators = new Map<string, { readonly model: string; readonly column: string }>();
  for (const { code, evaluator } of LINT_RULES) if (evaluator) evaluators.set(code, evaluator);
  return lintExceptions
    .flatMap(({ rule, resource, reason }) => {
      const evaluator = evaluators.get(rule);
      return evaluator ? [[evaluator.model, evaluator.column, resource, reason].map(field).join(',')] : [];
    })
    .sort(compareText);
}

const field = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const SQLFLUFF = `[sqlfluff]
dialect = duckdb
templater = jinja
max_line_length = 100
# Columns keep the names of the original; some are keywords elsewhere.
exclude_rules = references.keywords, structure.subquery, structure.column_order, ambiguous.column_count

[sqlfluff:templater:jinja]
apply_dbt_builtins = true
load_macros_from_path = macros

[sqlfluff:indentation]
indent_unit = space
tab_space_size = 4

[sqlfluff:rules:capitalisation.keywords]
capitalisation_policy = lower

[sqlfluff:rules:capitalisation.identifiers]
extended_capitalisation_policy = lower

[sqlfluff:rules:capitalisation.functions]
extended_capitalisation_policy = lower

[sqlfluff:rules:capitalisation.literals]
capitalisation_policy = lower

[sqlfluff:rules:capitalisation.types]
extended_capitalisation_policy = lower
`;

const YAMLLINT = `extends: default

ignore: |
  target/
  dbt_packages/
  .datamigrate/
  .venv/

rules:
  document-start: disable
  line-length:
    max: 140
  truthy:
    check-keys: false
`;

const PRE_COMMIT = `repos:
  - repo: https://github.com/pre-commit/pre-commit-hooks
    rev: v6.0.0
    hooks:
      - id: end-of-file-fixer
      - id: trailing-whitespace
      - id: check-merge-conflict
      - id: check-added-large-files
  - repo: https://github.com/adrienverge/yamllint
    rev: v1.37.1
    hooks:
      - id: yamllint
        args: [--strict]
  - repo: https://github.com/sqlfluff/sqlfluff
    rev: 4.5.0
    hooks:
      - id: sqlfluff-lint
        files: ^models/
`;
