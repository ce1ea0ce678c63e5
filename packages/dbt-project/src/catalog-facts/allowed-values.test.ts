import { describe, expect, it } from 'vitest';
import { allowedValues } from './allowed-values.js';

describe('allowedValues', () => {
  it.each([
    ["[Status] IN ('A', 'B')", 'Status', 'text', ['A', 'B']],
    ["([Status]='A' OR [Status]='B')", 'Status', 'text', ['A', 'B']],
    ["([Status]=N'A' OR ([status]='B' OR [Status]='A'))", 'Status', 'text', ['A', 'B']],
    ["(Status in ('O''Neil'))", 'Status', 'text', ["O'Neil"]],
    ['([Level]=(3) OR [Level]=(2) OR [Level]=(-1))', 'Level', 'number', ['3', '2', '-1']],
    ['"Order Kind" IN (1, 2.5)', 'Order Kind', 'number', ['1', '2.5']],
    ["[Sex] IS NULL OR [Sex] IN ('F','M')", 'Sex', 'text', ['F', 'M']],
    ["[a]]b]='x'", 'a]b', 'text', ['x']],
  ] as const)('%s', (definition, column, kind, values) => {
    expect(allowedValues(definition)).toEqual({ column, kind, values });
  });

  it.each([
    '[Rate]>(0)',
    "[Status]='A' AND [Kind]='B'",
    "[Status]='A' OR [Kind]='B'",
    "[Status] NOT IN ('A')",
    "upper([Status])='M'",
    "[Status]='A' OR [Status]=(1)",
    '[A]=[B]',
    '[A] IS NULL',
    '[A] IS NOT NULL',
    "[A]='x",
    '[A] IN ()',
    '',
    `${'('.repeat(5000)}[A]=1${')'.repeat(5000)}`,
  ])('leaves %.40s alone', (definition) => {
    expect(allowedValues(definition)).toBeUndefined();
  });
});
