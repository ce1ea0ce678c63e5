/** All types of the relational tree, to be imported as one namespace: `import type { Rel } from '@datamigrate/relational'`. */
export type * from './comments.js';
export type * from './expression.js';
export type * from './predicate.js';
export type * from './query.js';
export type * from './xml.js';
