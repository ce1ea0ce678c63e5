import type { SqlValue } from '../values/sql-value.js';
import { decodeHierarchy, encodeHierarchy, type HierarchyPath, parseHierarchy } from './codec.js';
import { hierarchyError } from './hierarchy-error.js';

/** A text such as `/1/3/`, or the bytes themselves. Undefined for values that do not become a hierarchyid. */
export function toHierarchy(value: SqlValue): SqlValue | undefined {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'string') return undefined;
  const path = parseHierarchy(value);
  const bytes = path && encodeHierarchy(path);
  if (bytes) return bytes;
  throw hierarchyError(
    `24001: SqlHierarchyId.Parse failed because the input string '${value}' is not a valid string representation of a SqlHierarchyId node.`,
  );
}

/** The path that bytes stand for. */
export function readHierarchy(value: SqlValue | undefined): HierarchyPath {
  const path = value instanceof Uint8Array ? decodeHierarchy(value) : undefined;
  if (path) return path;
  throw hierarchyError(
    '24000: SqlHierarchyId operation failed because HierarchyId object was constructed from an invalid binary string.',
  );
}
