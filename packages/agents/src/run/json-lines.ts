import { closeSync, openSync, writeSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { ifThere } from './io-error.js';

/** A file with a JSON document in each line that only grows. Lines keep the order in which they were given. */
export interface JsonLines {
  append(value: unknown): void;
  close(): void;
}

/**
 * Opens the file for appending. What a killed process left of its last line is repaired first: a whole document gets its
 * line end, a part of one is cut off.
 */
export async function openJsonLines(file: string): Promise<JsonLines> {
  await repairLastLine(file);
  const descriptor = openSync(file, 'a');
  let isOpen = true;
  return {
    append(value) {
      // At once, not at some later turn: the order of events is the order of the file, and a kill loses one line at most.
      if (isOpen) writeSync(descriptor, `${JSON.stringify(value)}\n`);
    },
    close() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

/** The documents of the file; lines that are none are left out. */
export async function readJsonLines(file: string): Promise<unknown[]> {
  const text = (await ifThere(readFile(file, 'utf8'))) ?? '';
  const values: unknown[] = [];
  for (const line of text.split('\n')) {
    const value = line === '' ? undefined : parsed(line);
    if (value !== undefined) values.push(value);
  }
  return values;
}

async function repairLastLine(file: string): Promise<void> {
  const bytes = await ifThere(readFile(file));
  if (bytes === undefined || bytes.length === 0 || bytes.at(-1) === 10) return;
  const start = bytes.lastIndexOf(10) + 1;
  const whole = parsed(bytes.subarray(start).toString('utf8')) !== undefined;
  const handle = await open(file, 'r+');
  try {
    if (whole) await handle.write('\n', bytes.length);
    else await handle.truncate(start);
  } finally {
    await handle.close();
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
