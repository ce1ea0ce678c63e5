import { ARITHMETIC_MACROS } from './arithmetic-macros.js';
import { BYTES_MACROS } from './bytes-macros.js';
import { COLLATION_MACROS } from './collation-macros.js';
import { CONVERSION_MACROS } from './conversion-macros.js';
import { DATE_MACROS } from './date-macros.js';
import { FORMAT_MACROS } from './format-macros.js';
import { HIERARCHY_MACROS } from './hierarchy-macros.js';
import { HISTORY_MACROS } from './history-macros.js';
import { JSON_MACROS } from './json-macros.js';
import type { TsqlMacro } from './macro.js';
import { MOMENT_TEXT_MACROS } from './moment-text-macros.js';
import { NAME_MACROS } from './name-macros.js';
import { OFFSET_MACROS } from './offset-macros.js';
import { PARTS_MACROS } from './parts-macros.js';
import { RUN_MACROS } from './run-macros.js';
import { TEXT_MACROS } from './text-macros.js';
import { XML_MACROS } from './xml-macros.js';

export { macroDefinition, macroText, type TsqlMacro } from './macro.js';

/** One row a macro; docs/reference/macros.md is made from it. */
export const TSQL_MACROS: readonly TsqlMacro[] = [
  ...ARITHMETIC_MACROS,
  ...COLLATION_MACROS,
  ...TEXT_MACROS,
  ...NAME_MACROS,
  ...JSON_MACROS,
  ...XML_MACROS,
  ...HIERARCHY_MACROS,
  ...CONVERSION_MACROS,
  ...BYTES_MACROS,
  ...FORMAT_MACROS,
  ...DATE_MACROS,
  ...PARTS_MACROS,
  ...MOMENT_TEXT_MACROS,
  ...OFFSET_MACROS,
  ...HISTORY_MACROS,
  ...RUN_MACROS,
];
