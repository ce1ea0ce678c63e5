import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerMessage } from '../tokens/message.js';
import type { Login } from './login7.js';

/** Who may connect. Without one everybody may, under any name. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Why a login fails; undefined when it does not. Source: learn.microsoft.com, errors 18456, 18452 and 4060 */
export function loginFailure(
  login: Login,
  databases: readonly string[],
  credentials: Credentials | undefined,
): readonly ServerMessage[] | undefined {
  if (login.otherAuthentication) {
    const text =
      'Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.';
    return [{ number: 18452, text, severity: 14 }];
  }
  const failed = { number: 18456, text: `Login failed for user '${login.user}'.`, severity: 14 };
  if (credentials) {
    const known = login.user.toLowerCase() === credentials.user.toLowerCase();
    if (!same(login.password, credentials.password) || !known) return [failed];
  }
  if (login.database !== '' && !databases.some((name) => name.toLowerCase() === login.database.toLowerCase())) {
    const text = `Cannot open database "${login.database}" requested by the login. The login failed.`;
    return [{ number: 4060, text, severity: 11 }, failed];
  }
  return undefined;
}

/** In a time that does not tell how much of it was right. */
function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
