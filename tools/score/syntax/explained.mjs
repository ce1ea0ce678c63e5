// Differences from the facts or labels that are understood and stay: `check id` and the reason.
export const EXPLAINED = new Map(
  Object.entries({
    'parse sqlfluff/select.sql#0':
      'ORDER BY before UNION in a derived table: SQL Server refuses it too (error 156). The facts stop at another place.',
    'kinds grammars-v4/ddl_table.sql#25': 'ALTER TABLE … SWITCH … WITH (…): the facts count the statement twice.',
    'kinds grammars-v4/ddl_table.sql#26': 'ALTER TABLE … SWITCH … WITH (…): the facts count the statement twice.',
    'kinds grammars-v4/ddl_table.sql#28': 'ALTER TABLE … SWITCH … WITH (…): the facts count the statement twice.',
    'kinds scriptdom/AlterTableSwitchStatementTests120.sql#0':
      'ALTER TABLE … SWITCH … WITH (…): the facts count the statement twice.',
  }),
);
