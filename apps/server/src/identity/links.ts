import type { Services } from '../services.js';
import { newToken } from './secrets.js';

const HOUR = 3_600_000;
const VALID_HOURS = { verify: 72, reset: 2, invitation: 168 } as const;

export async function sendVerification(
  services: Services,
  user: { id: string; name: string; email: string },
): Promise<void> {
  const link = await mailLink(services, user.id, 'verify', '/verify-email');
  await services.mail.send({
    to: user.email,
    subject: 'Confirm your e-mail address',
    text: `Hello ${user.name},\n\nplease confirm your address for DataMigrate:\n\n${link}\n\nThe link is good for ${VALID_HOURS.verify} hours.\n`,
  });
}

export async function sendReset(services: Services, user: { id: string; name: string; email: string }): Promise<void> {
  const link = await mailLink(services, user.id, 'reset', '/reset-password');
  await services.mail.send({
    to: user.email,
    subject: 'Set a new password',
    text: `Hello ${user.name},\n\nset a new password for DataMigrate:\n\n${link}\n\nThe link is good for ${VALID_HOURS.reset} hours. If you did not ask for it, do nothing.\n`,
  });
}

export function invitationLink(services: Services): { link: string; hash: string; expiresAt: Date } {
  const { token, hash } = newToken();
  const expiresAt = new Date(services.now().getTime() + VALID_HOURS.invitation * HOUR);
  return { link: `${services.settings.publicUrl}/invitation?token=${token}`, hash, expiresAt };
}

async function mailLink(
  services: Services,
  userId: string,
  purpose: 'verify' | 'reset',
  path: string,
): Promise<string> {
  const { token, hash } = newToken();
  const expiresAt = new Date(services.now().getTime() + VALID_HOURS[purpose] * HOUR);
  await services.store.identity.createMailToken(services.service, { tokenHash: hash, userId, purpose, expiresAt });
  return `${services.settings.publicUrl}${path}?token=${token}`;
}

/** The link of the first start: whoever has it becomes the owner. */
export async function setupLink(services: Services): Promise<string> {
  const { token, hash } = newToken();
  const expiresAt = new Date(services.now().getTime() + 24 * HOUR);
  await services.store.identity.createMailToken(services.service, {
    tokenHash: hash,
    userId: null,
    purpose: 'setup',
    expiresAt,
  });
  return `${services.settings.publicUrl}/setup?token=${token}`;
}
