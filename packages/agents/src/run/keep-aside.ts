import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ifThere } from './io-error.js';

/** Below .datamigrate; no run ever removes anything from it. */
export const KEPT_FOLDER = 'kept';

/** Moves a file that is not ours out of the way, to a place of its own. Returns the new place. */
export async function keepAside(out: string, stateFolder: string, path: string, now: Date): Promise<string> {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-');
  for (let attempt = 1; ; attempt++) {
    const place = join(stateFolder, KEPT_FOLDER, attempt === 1 ? time : `${time}-${attempt}`, path);
    if ((await ifThere(stat(place))) !== undefined) continue;
    await mkdir(dirname(place), { recursive: true });
    await rename(join(out, path), place);
    return place;
  }
}
