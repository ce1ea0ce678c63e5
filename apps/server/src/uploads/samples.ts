import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Sample {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly folder: string;
}

const folder = fileURLToPath(new URL('../../../../samples/harbor-trading', import.meta.url));

/** Databases that come with datamigrate. */
export const SAMPLES: readonly Sample[] = [
  {
    name: 'harbor-trading',
    title: 'Harbor Trading',
    description: 'A trading company: 33 tables with rows, views, functions and 20 procedures that load a warehouse.',
    folder,
  },
].filter((sample) => existsSync(sample.folder));
