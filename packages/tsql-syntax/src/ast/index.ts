/** All AST types, to be imported as one namespace: `import type { Ast } from '@datamigrate/tsql-syntax'`. */
export type * from './any-node.js';
export type * from './control-flow.js';
export type * from './data-modification.js';
export type * from './described.js';
export type * from './execute.js';
export type * from './expressions.js';
export type * from './literals.js';
export type * from './names.js';
export type * from './predicates.js';
export type * from './queries.js';
export type * from './statement.js';
export type * from './tables.js';
