/** A generic dbt test that watches an assumption on which plain SQL relies. */
export interface AssumptionTest {
  readonly name: string;
  readonly description: string;
  /** The whole `{% test %}` block. */
  readonly sql: string;
}

const test = (name: string, args: string, description: string, body: readonly string[]): AssumptionTest => ({
  name,
  description,
  sql: [`{% test ${name}(${args}) %}`, '', ...body, '', '{% endtest %}'].join('\n'),
});

/** One row an assumption, by its code in snake_case. A test finds the rows that break it. */
export const ASSUMPTION_TESTS: readonly AssumptionTest[] = [
  test(
    'spelled_alike',
    'model, column_name, literals=[], beside=[], case_sensitive=false',
    'Values that SQL Server takes for equal (case and trailing blanks do not count) are spelled the same, here, in the columns beside and in the literals.',
    [
      'with spellings as (',
      '    select {{ column_name }} as spelling from {{ model }}',
      '    {%- for other in beside %}',
      '    union all',
      '    select {{ other.column }} as spelling from {{ other.relation }}',
      '    {%- endfor %}',
      '    {%- for literal in literals %}',
      '    union all',
      `    select '{{ literal | replace("'", "''") }}' as spelling`,
      '    {%- endfor %}',
      ')',
      '',
      'select',
      '    {{ "rtrim(spelling)" if case_sensitive else "lower(rtrim(spelling))" }} as collation_key,',
      '    count(distinct spelling) as spellings',
      'from spellings',
      'where spelling is not null',
      'group by 1',
      'having count(distinct spelling) > 1',
    ],
  ),
  test(
    'simple_letters',
    'model, column_name',
    'Values hold only characters whose equality is decided by case and trailing blanks: no ß, ligatures or combining marks.',
    [
      'select {{ column_name }}',
      'from {{ model }}',
      "where not regexp_full_match({{ column_name }}, '[\\t\\r\\n -~À-ÅÇ-ÖØ-Ýà-åç-öø-ýĀ-ıĴ-ňŊ-őŔ-ſ]*')",
    ],
  ),
  test(
    'simple_order',
    'model, column_name',
    'Values hold only letters A to Z, digits and blanks, which sort alike everywhere.',
    ['select {{ column_name }}', 'from {{ model }}', "where not regexp_full_match({{ column_name }}, '[A-Za-z0-9 ]*')"],
  ),
  test('no_trailing_blanks', 'model, column_name', 'Values do not end in blanks.', [
    'select {{ column_name }}',
    'from {{ model }}',
    "where {{ column_name }} like '% '",
  ]),
  test('never_zero', 'model, column_name', 'Values are never zero: something divides by them.', [
    'select {{ column_name }}',
    'from {{ model }}',
    'where {{ column_name }} = 0',
  ]),
  test(
    'moderate_amounts',
    'model, column_name',
    'Values lie between minus one million and one million: what is computed from them stays within the range of money.',
    ['select {{ column_name }}', 'from {{ model }}', 'where abs({{ column_name }}) > 1000000'],
  ),
  test(
    'byte_length',
    'model, column_name, bytes',
    'Values have so many bytes, as hashes have: SQL Server would fill up shorter ones with zeros before it compares them.',
    ['select {{ column_name }}', 'from {{ model }}', 'where octet_length({{ column_name }}) <> {{ bytes }}'],
  ),
];
