import type { Bound } from '@datamigrate/tsql-binder';

type Operator = Bound.ComparisonOperator;

/** What holds where a comparison does not, NULL aside. */
export const OPPOSITE: Readonly<Record<Operator, Operator>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** The same comparison with its sides exchanged. */
export const MIRRORED: Readonly<Record<Operator, Operator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
};
