import { open } from 'node:fs/promises';
import { sep } from 'node:path';
import { type ProgressEvent, parseDocument } from '@datamigrate/contracts';

const MOST_BYTES = 4 * 1024 * 1024;

export interface ReadEvents {
  readonly events: readonly ProgressEvent[];
  /** Where to go on: behind the last complete line. */
  readonly offset: number;
}

/**
 * The lines of events.jsonl behind an offset. A line that is still being written waits for the next time. Paths of this
 * server lose the part that is nobody's business: what stands in front of `root`.
 */
export async function readEvents(file: string, offset: number, root: string): Promise<ReadEvents> {
  const bytes = await readFrom(file, offset);
  const end = bytes.lastIndexOf(10) + 1;
  const events: ProgressEvent[] = [];
  const text = bytes.subarray(0, end).toString('utf8').replaceAll(`${root}${sep}`, '');
  for (const line of text.split('\n')) {
    const event = line === '' ? undefined : parseDocument('progress-event', line);
    if (event?.ok) events.push(event.value);
  }
  return { events, offset: offset + end };
}

async function readFrom(file: string, offset: number): Promise<Buffer> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(MOST_BYTES, Math.max(0, size - offset)));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
