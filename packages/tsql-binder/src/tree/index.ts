/** All types of the bound tree, to be imported as one namespace: `import type { Bound } from '@datamigrate/tsql-binder'`. */

export type * from './comments.js';
export type * from './execute.js';
export type * from './expression.js';
export type * from './modification.js';
export type * from './predicate.js';
export type * from './query.js';
export type * from './statement.js';
export type * from './statement-base.js';
export type * from './stored-table.js';
export type * from './table.js';
