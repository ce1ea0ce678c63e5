import type { Database } from '@datamigrate/tsql-engine';
import type { Credentials } from '../login/check-login.js';
import type { ServerMessage } from '../tokens/message.js';
import type { Certificate } from './encrypted-stream.js';

/** A request of a client, before it runs. */
export interface TdsRequest {
  /** Text of a batch, or of the statement of sp_executesql; the name of any other procedure. */
  readonly text: string;
  readonly database: Database;
}

export interface TdsServerOptions {
  readonly database: Database;
  /** 0 for any that is free. */
  readonly port: number;
  /** Loopback unless it says otherwise. */
  readonly host?: string;
  /** Everybody may connect where there are none. */
  readonly credentials?: Credentials;
  /** With it clients may encrypt. */
  readonly certificate?: Certificate;
  /** Told of connections that end because of what they sent. */
  readonly log?: (line: string) => void;
  /** Sees every request and may answer it with an error instead of letting it run: a policy. */
  readonly onRequest?: (request: TdsRequest) => ServerMessage | undefined;
}
