import { argument, type TsqlMacro } from './macro.js';

/** How a model reads the rows that its own table had before the run. */
export const HISTORY_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_previous_rows',
    description:
      'The rows of this model before the run: its own once it is there, on the first build and after --full-refresh those of the table that came from SQL Server.',
    arguments: [argument('legacy', 'the relation that holds the rows from SQL Server')],
    body: [
      '{%- set existing = load_relation(this) -%}',
      '{%- if existing is not none and not flags.FULL_REFRESH -%}',
      '{{ this }}',
      '{%- else -%}',
      '{{ legacy }}',
      '{%- endif -%}',
    ].join('\n'),
  },
  {
    name: 'tsql_former_rows',
    description:
      'The rows of another model before this run. That model must be built after this one: it names this one in a depends_on comment.',
    arguments: [
      argument('model', 'name of the other model'),
      argument('legacy', 'the relation that holds the rows from SQL Server'),
    ],
    body: [
      '{%- set node = (graph.nodes.values() | selectattr("resource_type", "equalto", "model") | selectattr("name", "equalto", model) | first) if execute else none -%}',
      '{%- set existing = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) if node else none -%}',
      '{%- if existing is not none and not flags.FULL_REFRESH -%}',
      '{{ existing }}',
      '{%- else -%}',
      '{{ legacy }}',
      '{%- endif -%}',
    ].join('\n'),
  },
];
