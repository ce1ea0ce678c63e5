import { err, ok, type Result } from '@datamigrate/foundation';
import type { z } from 'zod';

/** A value that should be a document: the typed document, or one line for each fault with the place in front. */
export function readDocument<T>(schema: z.ZodType<T>, value: unknown): Result<T, string[]> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err(parsed.error.issues.map((issue) => `${placeOf(issue.path)}: ${lowerFirst(issue.message)}`));
}

function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the document';
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${String(key)}`)).join('');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
