export { tdsDiagnostics } from './diagnostics.js';
export type { Credentials } from './login/check-login.js';
export type { Certificate } from './server/encrypted-stream.js';
export type { TdsRequest, TdsServerOptions } from './server/server-options.js';
export { serveTds, type TdsServer } from './server/tds-server.js';
export type { ServerMessage } from './tokens/message.js';
