import { type DestinationStream, type Logger, pino } from 'pino';

const SECRETS = ['password', 'token', 'secret', '*.password', '*.token', '*.secret'];

/** Lines of JSON on standard error. Of a request it says what was asked, never with which cookie or key. */
export function serviceLog(
  level: string,
  destination: DestinationStream = pino.destination({ fd: 2, sync: false }),
): Logger {
  const req = ({ method, url }: { method?: string; url?: string }) => ({ method, url });
  return pino({ level, redact: SECRETS, serializers: { req } }, destination);
}
