import type { Rel } from '@datamigrate/relational';
import type { Sql } from '../sql/sql.js';
import { BINDING } from '../sql/sql.js';
import type { DuckType } from './duck-type.js';

/** A rendered value and the type that DuckDB gives it. */
export interface Rendered extends Sql {
  readonly type: DuckType;
  /** A constant, whose type adapts to its surroundings. */
  readonly constant?: boolean;
}

export const rendered = (sql: Sql, type: DuckType): Rendered => ({
  doc: sql.doc,
  binding: sql.binding,
  operands: sql.operands,
  type,
});

/** What rendering functions may ask of the renderer. */
export interface Renderer {
  value(expression: Rel.RelExpression): Rendered;
  predicate(predicate: Rel.RelPredicate): Sql;
  query(query: Rel.RelQuery): Sql['doc'];
  /** A call of one of the project's own macros; it is then part of the project. */
  macro(name: MacroName, args: readonly Sql[], settings?: Readonly<Record<string, string | number>>): Sql;
  /** Notes a refusal and gives something to go on with. */
  refuse(
    code: 'render-no-function' | 'render-no-conversion' | 'render-unsupported',
    params: Record<string, string>,
  ): Rendered;
}

export type MacroName =
  | 'tsql_int_divide'
  | 'tsql_modulo'
  | 'tsql_float_divide'
  | 'tsql_decimal_divide'
  | 'tsql_money_range'
  | 'tsql_finite'
  | 'tsql_money_commas'
  | 'tsql_format_number'
  | 'tsql_format_prefix'
  | 'tsql_format_currency'
  | 'tsql_net_decimal'
  | 'tsql_moment_range'
  | 'tsql_basic_text'
  | 'tsql_simple_text'
  | 'tsql_code_page_text'
  | 'tsql_smalldatetime'
  | 'tsql_order_key'
  | 'tsql_word_order_key'
  | 'tsql_binary_order_key'
  | 'tsql_upper'
  | 'tsql_left'
  | 'tsql_right'
  | 'tsql_substring'
  | 'tsql_charindex'
  | 'tsql_patindex'
  | 'tsql_moment_of_parts'
  | 'tsql_time_of_parts'
  | 'tsql_fraction_of_second'
  | 'tsql_parsename'
  | 'tsql_soundex'
  | 'tsql_like'
  | 'tsql_replace'
  | 'tsql_quotename'
  | 'tsql_char'
  | 'tsql_nchar'
  | 'tsql_ascii'
  | 'tsql_ansi_bytes'
  | 'tsql_unicode_bytes'
  | 'tsql_western_bytes'
  | 'tsql_hex_bytes'
  | 'tsql_number_from_bytes'
  | 'tsql_guid_bytes'
  | 'tsql_guid_from_bytes'
  | 'tsql_float_digits'
  | 'tsql_isnumeric'
  | 'tsql_json_root'
  | 'tsql_json_elements'
  | 'tsql_json_spelled'
  | 'tsql_json_value'
  | 'tsql_json_value_strict'
  | 'tsql_json_query'
  | 'tsql_hierarchyid_ancestor'
  | 'tsql_hierarchyid_is_descendant'
  | 'tsql_hierarchyid_labels'
  | 'tsql_hierarchyid_text'
  | 'tsql_xml'
  | 'tsql_xml_characters'
  | 'tsql_xml_escape'
  | 'tsql_xml_nodes'
  | 'tsql_xml_text'
  | 'tsql_xml_value'
  | 'tsql_str'
  | 'tsql_isdate'
  | 'tsql_local'
  | 'tsql_isjson'
  | 'tsql_stuff'
  | 'tsql_replicate'
  | 'tsql_datediff_week'
  | 'tsql_power'
  | 'tsql_logarithm_base'
  | 'tsql_datetime'
  | 'tsql_datetime_text'
  | 'tsql_datetime_range'
  | 'tsql_datetime_thirds'
  | 'tsql_moment_from_text'
  | 'tsql_datetime2_scale'
  | 'tsql_time_scale'
  | 'tsql_instant'
  | 'tsql_instant_key'
  | 'tsql_offset_add'
  | 'tsql_offset_at'
  | 'tsql_offset_datetime'
  | 'tsql_offset_from_text'
  | 'tsql_switch_offset'
  | 'tsql_summer_time'
  | 'tsql_at_zone'
  | 'tsql_in_zone'
  | 'tsql_tz_offset'
  | 'tsql_guid_key'
  | 'tsql_float_text'
  | 'tsql_whole_text'
  | 'tsql_try_whole_text'
  | 'tsql_exact_text'
  | 'tsql_try_exact_text'
  | 'tsql_float_from_text'
  | 'tsql_try_float_from_text'
  | 'tsql_money_text'
  | 'tsql_try_money_text'
  | 'tsql_bit_from_text'
  | 'tsql_try_bit_from_text'
  | 'tsql_guid_text'
  | 'tsql_try_guid_text'
  | 'tsql_number_room'
  | 'tsql_exact_room'
  | 'tsql_month_bucket'
  | 'tsql_week'
  | 'tsql_weekday'
  | 'tsql_getdate'
  | 'tsql_run_by'
  | 'tsql_previous_rows'
  | 'tsql_former_rows'
  | 'tsql_parameter';

export const NOTHING: Rendered = { doc: 'null', binding: BINDING.atom, type: { name: 'varchar' }, constant: true };
