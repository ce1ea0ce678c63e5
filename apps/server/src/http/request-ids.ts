import { newId } from '@datamigrate/store';
import type { RawRequestDefaultExpression } from 'fastify';

const GIVEN = /^[\w.-]{1,100}$/;
/** Of this process, by chance: ids of different processes do not meet. */
const OWN = newId('usage').slice(-10);
let made = 0;

/** The caller's own name for a request, or the next one of ours. */
export function requestId({ headers }: Pick<RawRequestDefaultExpression, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && GIVEN.test(given) ? given : `${OWN}-${(++made).toString(36)}`;
}
