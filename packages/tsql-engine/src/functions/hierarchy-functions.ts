import { encodeHierarchy, hierarchyText } from '../hierarchyid/codec.js';
import { hierarchyError } from '../hierarchyid/hierarchy-error.js';
import { readHierarchy } from '../hierarchyid/to-hierarchy.js';
import { asInteger, type FunctionBody, strict } from './call.js';

/** learn.microsoft.com/sql/t-sql/data-types/hierarchyid-data-type-method-reference */
export const HIERARCHY_FUNCTIONS = {
  'HIERARCHYID GETANCESTOR': strict(([node, n]) => {
    const path = readHierarchy(node);
    const levels = asInteger(n);
    if (levels < 0n) throw hierarchyError("24011: SqlHierarchyId.GetAncestor failed because 'n' was negative.");
    return levels > path.length ? null : (encodeHierarchy(path.slice(0, path.length - Number(levels))) ?? null);
  }),
  'HIERARCHYID GETLEVEL': strict(([node]) => BigInt(readHierarchy(node).length)),
  'HIERARCHYID ISDESCENDANTOF': strict(([node, parent]) =>
    hierarchyText(readHierarchy(node)).startsWith(hierarchyText(readHierarchy(parent))) ? 1n : 0n,
  ),
  'HIERARCHYID TOSTRING': strict(([node]) => hierarchyText(readHierarchy(node))),
} as const satisfies Record<string, FunctionBody>;
