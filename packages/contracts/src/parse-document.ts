import { err, type Result } from '@datamigrate/foundation';
import type { z } from 'zod';
import { type DocumentName, documents } from './documents.js';
import { readDocument } from './read-document.js';

export type DocumentOf<N extends DocumentName> = z.infer<(typeof documents)[N]>;

/** The same schemas, typed so that a name that is not known yet leads to its own document. */
const schemas: { readonly [N in DocumentName]: z.ZodType<DocumentOf<N>> } = documents;

/** A JSON text as one of our documents, or its faults. */
export function parseDocument<N extends DocumentName>(name: N, text: string): Result<DocumentOf<N>, string[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return err([`it is not JSON (${error instanceof Error ? error.message : 'unknown fault'})`]);
  }
  return readDocument(schemas[name], value);
}
