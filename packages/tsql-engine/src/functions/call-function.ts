import type { Bound, FunctionName } from '@datamigrate/tsql-binder';
import type { Environment } from '../expressions/environment.js';
import type { SqlValue } from '../values/sql-value.js';
import { Call, type FunctionBody } from './call.js';
import { CONDITIONAL_FUNCTIONS } from './conditional-functions.js';
import { DATE_FUNCTIONS } from './date-functions.js';
import { HIERARCHY_FUNCTIONS } from './hierarchy-functions.js';
import { JSON_FUNCTIONS } from './json-functions.js';
import { NUMERIC_FUNCTIONS } from './numeric-functions.js';
import { STRING_FUNCTIONS } from './string-functions.js';
import { SYSTEM_FUNCTIONS } from './system-functions.js';
import { XML_FUNCTIONS } from './xml-functions.js';

/** Every function that the binder knows: one that is forgotten here does not compile. */
const BODIES: { readonly [N in FunctionName]: FunctionBody } = {
  ...STRING_FUNCTIONS,
  ...NUMERIC_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...JSON_FUNCTIONS,
  ...SYSTEM_FUNCTIONS,
  ...XML_FUNCTIONS,
  ...HIERARCHY_FUNCTIONS,
  ...CONDITIONAL_FUNCTIONS,
};

export function callFunction(env: Environment, node: Bound.BoundCall): SqlValue {
  return BODIES[node.function](new Call(env, node));
}
