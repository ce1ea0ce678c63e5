import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readDocument } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, invariant, ok, type Result } from '@datamigrate/foundation';
import type { z } from 'zod';
import { runDiagnostics } from './diagnostics.js';
import { ifThere } from './io-error.js';
import { writeAtomically } from './write-atomically.js';

/** Files below .datamigrate, by their path in it with forward slashes. */
export interface StateFiles {
  readonly folder: string;
  path(name: string): string;
  readText(name: string): Promise<string | undefined>;
  writeText(name: string, text: string): Promise<void>;
  /** The document; undefined when there is no file, a diagnostic when it does not fit the schema. */
  readJson<T>(name: string, schema: z.ZodType<T>): Promise<Result<T | undefined, Diagnostic>>;
  /** A value that does not fit the schema is a fault of ours and is not written. */
  writeJson<T>(name: string, schema: z.ZodType<T>, value: T): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Below .datamigrate; emptied whenever a run opens the folder. */
export const TEMPORARY_FOLDER = 'tmp';

export function openStateFiles(folder: string): StateFiles {
  const path = (name: string) => {
    invariant(isSafePath(name), `${name} leads out of the folder`);
    return join(folder, name);
  };
  const readText = (name: string) => ifThere(readFile(path(name), 'utf8'));
  const writeText = (name: string, text: string) =>
    writeAtomically(path(name), text, { temporaryFolder: join(folder, TEMPORARY_FOLDER) });
  return {
    folder,
    path,
    readText,
    writeText,
    async readJson(name, schema) {
      const text = await readText(name);
      if (text === undefined) return ok(undefined);
      const document = readJsonText(text, schema);
      if (document.ok) return document;
      const problems = document.error.slice(0, 3).join('; ');
      return err(runDiagnostics.create('run-file-damaged', { file: path(name), problems }));
    },
    async writeJson(name, schema, value) {
      const document = readDocument(schema, value);
      invariant(document.ok, `${name} is not valid: ${document.ok ? '' : document.error.join('; ')}`);
      await writeText(name, `${JSON.stringify(document.value, null, 2)}\n`);
    },
    remove: (name) => rm(path(name), { recursive: true, force: true }),
  };
}

export function readJsonText<T>(text: string, schema: z.ZodType<T>): Result<T, string[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err(['it is not JSON']);
  }
  return readDocument(schema, value);
}

/** A path that stays in the folder that it starts from, on every operating system. */
export function isSafePath(path: string): boolean {
  const parts = path.split('/');
  return !/[\\\0]|^[A-Za-z]:/.test(path) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}
