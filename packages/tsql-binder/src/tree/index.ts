/** All types of the bound tree, to be imported as one namespace: `import type { Bound } from '@datamigrate/tsql-binder'`. */
export type * from './expression.js';
export type * from './predicate.js';
export type * from './query.js';
export type * from './table.js';
