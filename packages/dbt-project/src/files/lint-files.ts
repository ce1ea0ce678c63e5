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
    { path: '.sqlfluff', content: sqlfluff(spec) },
    { path: '.sqlfluffignore', content: 'target/\ndbt_packages/\nmacros/\ntests/generic/\n' },
    { path: '.yamllint', content: YAMLLINT },
    { path: '.pre-commit-config.yaml', content: PRE_COMMIT },
  ];
}

export const hasExceptions = (spec: ProjectSpec): boolean => exceptionRows(spec).length > 0;

/** CI and pre-commit run the same ones. */
export const LINTERS = { sqlfluff: '4.5.0', yamllint: '1.38.0' };

const HEADER = 'fct_name,column_name,id_to_exclude,comment';

function exceptionRows({ lintExceptions = [] }: ProjectSpec): string[] {
  const evaluators = new Map(LINT_RULES.map(({ code, evaluator }) => [code as string, evaluator]));
  return lintExceptions
    .flatMap(({ rule, resource, reason }) => {
      const evaluator = evaluators.get(rule);
      return evaluator?.column ? [[evaluator.model, evaluator.column, resource, reason].map(field).join(',')] : [];
    })
    .sort(compareText);
}

const field = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * sqlfluff reads the models with its own Jinja, without dbt: macros of the project stand for calls of a function. Rules
 * that are left out: the order of joins and of columns is that of the original, its names may be keywords elsewhere, and
 * a column of the source that is called the same in other letters is renamed all the same.
 */
function sqlfluff({ macros = [] }: ProjectSpec): string {
  const names = macros.map(({ name }) => name).sort(compareText);
  const stubs = names.map((name) => {
    const call = `${name}({{ (varargs | list + ['1']) | join(', ') }})`;
    return `${name} = {% macro ${name}() %}${call}{{ '' if kwargs }}{% endmacro %}`;
  });
  const section = stubs.length === 0 ? [] : ['', '[sqlfluff:templater:jinja:macros]', ...stubs];
  return `${[...SQLFLUFF, ...section].join('\n')}\n`;
}

const EXCLUDED_RULES = [
  'aliasing.self_alias.column',
  // An UPDATE that finds no row or several: the one row beside which it looks is not read, and any match will do.
  'aliasing.unused',
  'ambiguous.column_count',
  'ambiguous.order_by',
  'ambiguous.order_by_limit',
  'convention.left_join',
  // Arguments of macros go over several lines, and sqlfluff sees what they become.
  'layout.indent',
  'references.consistent',
  'references.keywords',
  'structure.column_order',
  'structure.join_condition_order',
  // A CASE of the original stays one.
  'structure.simple_case',
  'structure.subquery',
  'structure.unused_join',
];

const SQLFLUFF = [
  '[sqlfluff]',
  'dialect = duckdb',
  'templater = jinja',
  'max_line_length = 110',
  '# A procedure may become one long model.',
  'large_file_skip_byte_limit = 200000',
  `exclude_rules = ${EXCLUDED_RULES.join(', ')}`,
  '',
  '[sqlfluff:templater:jinja]',
  'apply_dbt_builtins = true',
  '',
  '[sqlfluff:indentation]',
  'indent_unit = space',
  'tab_space_size = 4',
  'implicit_indents = allow',
  'indented_on_contents = false',
  'indented_then = false',
  'template_blocks_indent = false',
  '',
  '[sqlfluff:rules:capitalisation.keywords]',
  'capitalisation_policy = lower',
  '',
  '[sqlfluff:rules:capitalisation.identifiers]',
  'extended_capitalisation_policy = lower',
  '# Columns of the source are called as they are.',
  'unquoted_identifiers_policy = aliases',
  '',
  '[sqlfluff:rules:capitalisation.functions]',
  'extended_capitalisation_policy = lower',
  '',
  '[sqlfluff:rules:capitalisation.literals]',
  'capitalisation_policy = lower',
  '',
  '[sqlfluff:rules:capitalisation.types]',
  'extended_capitalisation_policy = lower',
];

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
    rev: v${LINTERS.yamllint}
    hooks:
      - id: yamllint
        args: [--strict]
  - repo: https://github.com/sqlfluff/sqlfluff
    rev: ${LINTERS.sqlfluff}
    hooks:
      - id: sqlfluff-lint
        files: ^models/
`;
