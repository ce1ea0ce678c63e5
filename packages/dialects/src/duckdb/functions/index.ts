import { CONDITIONAL_RENDERINGS } from './conditional-functions.js';
import { DATE_RENDERINGS } from './date-functions.js';
import type { FunctionTable } from './function-rendering.js';
import { HIERARCHY_RENDERINGS } from './hierarchy-functions.js';
import { JSON_RENDERINGS } from './json-functions.js';
import { NUMERIC_RENDERINGS } from './numeric-functions.js';
import { STRING_RENDERINGS } from './string-functions.js';
import { SYSTEM_RENDERINGS } from './system-functions.js';

/** All functions that DuckDB can say. */
export const FUNCTION_RENDERINGS: FunctionTable = {
  ...STRING_RENDERINGS,
  ...NUMERIC_RENDERINGS,
  ...DATE_RENDERINGS,
  ...CONDITIONAL_RENDERINGS,
  ...HIERARCHY_RENDERINGS,
  ...JSON_RENDERINGS,
  ...SYSTEM_RENDERINGS,
};
