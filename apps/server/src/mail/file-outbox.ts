import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '@datamigrate/store';
import { composed } from './compose.js';
import type { MailPort } from './mail-port.js';

/** Without a mail server: each mail is a file that mail programs open, readable by the service's user only. */
export function fileOutbox(folder: string, from: string): MailPort {
  return {
    async send(mail) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const now = new Date();
      await writeFile(join(folder, `${newId('audit', now).slice(4)}.eml`), composed(mail, from, now), { mode: 0o600 });
    },
    async close() {},
  };
}
