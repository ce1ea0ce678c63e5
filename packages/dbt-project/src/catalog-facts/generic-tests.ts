import type { GenericTestSpec } from '../spec/project-spec.js';

const UNIQUE_COMBINATION = `{% test unique_combination(model, columns) %}

select
    {{ columns | join(',\\n    ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}`;

const RELATIONSHIPS_COMBINATION = `{% test relationships_combination(model, columns, to, to_columns) %}

with child as (

    select {{ columns | join(', ') }}
    from {{ model }}
    where
        {%- for column in columns %}
        {% if not loop.first %}and {% endif %}{{ column }} is not null
        {%- endfor %}

)

select child.*
from child
where not exists (
    select 1
    from {{ to }} as parent
    where
        {%- for column in columns %}
        {% if not loop.first %}and {% endif %}parent.{{ to_columns[loop.index0] }} = child.{{ column }}
        {%- endfor %}
)

{% endtest %}`;

const EXPRESSION_IS_TRUE = `{% test expression_is_true(model, expression) %}

select *
from {{ model }}
where not ({{ expression }})

{% endtest %}`;

/** Generic tests that dbt lacks for what a SQL Server database declares. */
export const GENERIC_TESTS: readonly GenericTestSpec[] = [
  {
    name: 'unique_combination',
    description: 'No two rows have the same values in all of these columns: a key of several columns.',
    sql: UNIQUE_COMBINATION,
  },
  {
    name: 'relationships_combination',
    description:
      'Every combination of values that has no NULL exists in another relation: a foreign key of several columns.',
    sql: RELATIONSHIPS_COMBINATION,
  },
  {
    name: 'expression_is_true',
    description: 'No row makes the expression false, as a CHECK constraint has it: unknown is good enough.',
    sql: EXPRESSION_IS_TRUE,
  },
];

/** Those of the generic tests above that some test names. */
export function neededGenericTests(used: ReadonlySet<string>): readonly GenericTestSpec[] {
  return GENERIC_TESTS.filter(({ name }) => used.has(name));
}
