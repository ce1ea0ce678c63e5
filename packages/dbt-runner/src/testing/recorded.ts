import { readFileSync } from 'node:fs';
import type { DbtEvent } from '../events/dbt-event.js';
import { NodeProgress } from '../events/node-progress.js';
import { readEvents } from '../events/read-event.js';

/** The events of a recorded output of dbt 1.12.6. */
export function recordedEvents(name: 'recorded-build' | 'recorded-strict-parse'): readonly DbtEvent[] {
  const text = readFileSync(new URL(`./${name}.jsonl`, import.meta.url), 'utf8');
  const progress = new NodeProgress();
  return text.split('\n').flatMap((line) => readEvents(line, progress));
}
