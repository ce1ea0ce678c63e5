import { type Member, ROLES, type Role } from '@datamigrate/contracts';
import type { Caller } from '../http/caller.js';
import type { Handlers } from '../http/route-handler.js';
import { invitationLink } from '../identity/links.js';
import { problem } from '../problems/api-problem.js';
import { audit } from './audit-trail.js';
import type { MemberOperation } from './route-groups.js';

interface Row {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerifiedAt: Date | null;
  readonly role: Role;
  readonly joinedAt: Date;
  readonly lastSeenAt: string | null;
}

export const memberHandlers: Handlers<MemberOperation> = {
  async listMembers({ services, scope }) {
    return { data: (await services.store.organisation.members(scope)).map(document) };
  },

  async changeMember(call) {
    const { params, body, caller, services, scope } = call;
    const row = await services.store.transaction(async (tx) => {
      await tx.organisation.lock(scope);
      const former = await tx.organisation.member(scope, params.userId);
      if (former === undefined) throw problem('api-not-found', { what: 'member' });
      refuseAbove(caller, former.role);
      refuseAbove(caller, body.role);
      const isLast = former.role === 'owner' && body.role !== 'owner' && (await tx.organisation.owners(scope)) === 1;
      if (isLast) throw problem('api-last-owner', {});
      await tx.organisation.setRole(scope, params.userId, body.role);
      await audit(tx, call, 'member.role-changed', params.userId, { from: former.role, to: body.role });
      return { ...former, role: body.role };
    });
    services.authenticator.forget();
    return document(row);
  },

  async removeMember(call) {
    const { params, caller, services, scope } = call;
    await services.store.transaction(async (tx) => {
      await tx.organisation.lock(scope);
      const former = await tx.organisation.member(scope, params.userId);
      if (former === undefined) throw problem('api-not-found', { what: 'member' });
      refuseAbove(caller, former.role);
      if (former.role === 'owner' && (await tx.organisation.owners(scope)) === 1) throw problem('api-last-owner', {});
      await tx.organisation.removeMember(scope, params.userId);
      await audit(tx, call, 'member.removed', params.userId, { role: former.role });
    });
    services.authenticator.forget();
  },

  async listInvitations({ services, scope }) {
    const rows = await services.store.organisation.invitations(scope);
    return { data: rows.map(invitationDocument) };
  },

  async invite(call) {
    const { body, caller, services, scope } = call;
    const { store } = services;
    refuseAbove(caller, body.role);
    const members = await store.organisation.members(scope);
    if (members.some(({ email }) => email === body.email))
      throw problem('api-conflict', { reason: `${body.email} is a member already` });
    const organisation = await store.organisation.get(scope);
    const { link, hash, expiresAt } = invitationLink(services);
    const row = await store.transaction(async (tx) => {
      const made = await tx.organisation.invite(scope, { ...body, tokenHash: hash, expiresAt });
      await audit(tx, call, 'member.invited', made.id, { email: body.email, role: body.role });
      return made;
    });
    await services.mail.send({
      to: body.email,
      subject: `Join ${organisation?.name ?? 'an organisation'} on DataMigrate`,
      text: `Hello,\n\n${caller.name} invites you to ${organisation?.name ?? ''} as ${body.role}:\n\n${link}\n\nThe link is good for 7 days.\n`,
    });
    return invitationDocument(row);
  },

  async withdrawInvitation(call) {
    const { params, services, scope } = call;
    if (!(await services.store.organisation.removeInvitation(scope, params.invitationId))) {
      throw problem('api-not-found', { what: 'invitation' });
    }
    await audit(services.store, call, 'member.invitation-withdrawn', params.invitationId);
  },
};

/** Nobody gives or takes more than they have: only owners make and unmake owners. */
function refuseAbove(caller: Caller, role: Role): void {
  const own = caller.kind === 'user' ? caller.role : 'viewer';
  if (ROLES.indexOf(role) < ROLES.indexOf(own))
    throw problem('api-forbidden', { scope: `${role} of the organisation` });
}

function document({ userId, name, email, emailVerifiedAt, role, joinedAt, lastSeenAt }: Row): Member {
  return {
    userId,
    name,
    email,
    emailVerified: emailVerifiedAt !== null,
    role,
    joinedAt: joinedAt.toISOString(),
    lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt).toISOString(),
  };
}

function invitationDocument(row: { id: string; email: string; role: Role; createdAt: Date; expiresAt: Date }) {
  const { id, email, role, createdAt, expiresAt } = row;
  return { id, email, role, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
