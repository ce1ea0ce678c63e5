import type { Bound, FunctionName } from '@datamigrate/tsql-binder';

/** Names that the bound tree and the relational tree share. */
export type AggregateFunction = Bound.AggregateFunction;
export type DatePart = Bound.DatePart;
export type WindowFunction = Bound.WindowFunction;
export type ComparisonOperator = Bound.ComparisonOperator;
export type { FunctionName };
