import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Disk {
  readonly folder: string;
  /** Takes all the space that is left; gives it back with the function that it returns. Undefined: not here. */
  readonly fill: (() => () => void) | undefined;
  remove(): void;
}

/** A folder on a disk of its own where that may be mounted, so that it can be filled; else just a folder. */
export function smallDisk(megabytes: number): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'dm-disk-'));
  const isOwn =
    spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' }).status === 0;
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: isOwn
      ? () => {
          const { bavail, bsize } = statfsSync(folder);
          try {
            writeFileSync(filler, Buffer.alloc(bavail * bsize));
          } catch (error) {
            // Others have written meanwhile: it is full all the same.
            if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          }
          return () => rmSync(filler, { force: true });
        }
      : undefined,
    remove() {
      if (isOwn) spawnSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
