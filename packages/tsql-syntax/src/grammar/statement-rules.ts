import { cursorStatements } from './statements/cursors.js';
import { dropStatements } from './statements/drop.js';
import { flowStatements } from './statements/flow.js';
import { moduleStatements } from './statements/modules.js';
import { schemaObjectStatements } from './statements/schema-objects.js';
import { settingStatements } from './statements/settings.js';
import { tableStatements } from './statements/tables.js';
import { variableStatements } from './statements/variables.js';

/** All described statements. A new family is one file under statements/ and one line here. */
export const statementRules = [
  ...variableStatements,
  ...flowStatements,
  ...cursorStatements,
  ...settingStatements,
  ...moduleStatements,
  ...tableStatements,
  ...schemaObjectStatements,
  ...dropStatements,
] as const;
