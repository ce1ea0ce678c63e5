export { closestName } from './closest-name.js';
export { compareText } from './compare-text.js';
export { decimalText } from './decimal-text.js';
export { assertUnreachable, InvariantError, invariant } from './invariant.js';
export { remembered } from './remembered.js';
export { err, ok, type Result } from './result.js';
export { tableByName } from './table-by-name.js';
export { textOfTree } from './text-of-tree.js';
export { withFields } from './with-fields.js';
