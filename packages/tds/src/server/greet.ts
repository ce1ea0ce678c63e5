import type { Catalog } from '@datamigrate/catalog';
import type { Login } from '../login/login7.js';
import { PACKET_SIZE } from '../protocol/packets.js';
import { writeDone } from '../tokens/done.js';
import { writeCollationChange, writeTextChange } from '../tokens/env-change.js';
import { writeFeatures, writeLoginAck } from '../tokens/login-ack.js';
import { writeMessage } from '../tokens/message.js';
import type { ByteWriter } from '../wire/byte-writer.js';

/** What messages name as their server; @@SERVERNAME says the same. */
export const SERVER_NAME = 'SERVER';

interface Greeting {
  readonly version: number;
  readonly database: string;
  readonly packetSize: number;
  readonly catalog: Catalog;
}

/** The answer to a login that succeeds. Source: [MS-TDS] 3.3.5.3 and 4.2 */
export function greet(out: ByteWriter, login: Login, { version, database, packetSize, catalog }: Greeting): void {
  const { collation, language } = catalog.database;
  const current = login.database === '' ? database : login.database;
  writeTextChange(out, 'database', current, 'master');
  writeMessage(out, SERVER_NAME, {
    number: 5701,
    text: `Changed database context to '${current}'.`,
    severity: 0,
    state: 2,
  });
  writeCollationChange(out, collation);
  writeTextChange(out, 'language', language, '');
  writeMessage(out, SERVER_NAME, { number: 5703, text: `Changed language setting to ${language}.`, severity: 0 });
  writeLoginAck(out, version);
  writeTextChange(out, 'packetSize', String(packetSize), String(PACKET_SIZE.default));
  writeFeatures(out, login.features);
  writeDone(out, { token: 'done' }, false);
}
