import { argument, type TsqlMacro } from './macro.js';

export const RUN_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_run_by',
    description:
      'Who runs the load, and from where: SUSER_SNAME(), CURRENT_USER, HOST_NAME(), APP_NAME() and @@SERVERNAME. The variable tsql_<name> overrides what dbt knows.',
    arguments: [argument('name', "'login', 'user', 'host', 'application' or 'server'")],
    body: [
      "{%- set given = var('tsql_' ~ name, none) -%}",
      "{%- if given is none and name in ('login', 'user') -%}",
      'current_user',
      '{%- else -%}',
      '{%- set known = {',
      "    'host': env_var('HOSTNAME', env_var('COMPUTERNAME', 'unknown')),",
      "    'application': 'dbt',",
      "    'server': target.name,",
      '} -%}',
      `cast('{{ (known[name] if given is none else given) | string | replace("'", "''") }}' as varchar)`,
      '{%- endif -%}',
    ].join('\n'),
    plain: 'current_user',
  },
];
