import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Public databases, where they are at hand. */
export const CORPORA = fileURLToPath(new URL('../../../../../shared/corpora/', import.meta.url));

export const hasCorpora = existsSync(CORPORA);
