import { FILE_ENDINGS, MAX_UPLOAD_BYTES } from '@datamigrate/contracts';
import { isUniqueViolation, organisationScope } from '@datamigrate/store';
import type { Handlers } from '../http/route-handler.js';
import { clearSessionCookie, sessionToken } from '../http/session-cookie.js';
import { sendReset, sendVerification } from '../identity/links.js';
import { hashPassword, verifyPassword } from '../identity/passwords.js';
import { hashOf } from '../identity/secrets.js';
import { sessionDocument, startSession } from '../identity/sign-in.js';
import { checkAttempts, countAttempt, forgive, throttleAddress } from '../identity/throttle.js';
import { problem } from '../problems/api-problem.js';
import { SAMPLES } from '../uploads/samples.js';
import { VERSION } from '../version.js';
import { audit } from './audit-trail.js';
import { newAccount } from './new-account.js';
import type { AuthOperation } from './route-groups.js';

export const authHandlers: Handlers<AuthOperation> = {
  async getService({ services: { settings, store, service } }) {
    return {
      name: 'DataMigrate AI',
      version: VERSION,
      needsOwner: (await store.identity.countUsers(service)) === 0,
      registration: settings.registration,
      demo: settings.demo,
      maxUploadBytes: MAX_UPLOAD_BYTES,
      acceptedFiles: [...FILE_ENDINGS],
      samples: SAMPLES.map(({ name, title, description }) => ({ name, title, description })),
    };
  },

  async setUp({ body, services, request, reply }) {
    const { store, service } = services;
    await throttleAddress(services, request.ip);
    if ((await store.identity.countUsers(service)) > 0) throw problem('api-setup-done', {});
    const passwordHash = await hashPassword(body.password);
    const used = await store.identity.useMailToken(service, hashOf(body.token), 'setup', services.now());
    if (used === undefined) throw problem('api-token-invalid', {});
    const { userId, organisationId } = await newAccount(
      services,
      { ...body, passwordHash },
      { plan: 'enterprise', verified: true },
    );
    return startSession(services, request, reply.code(201), userId, organisationId);
  },

  async signUp({ body, services, request, reply }) {
    await throttleAddress(services, request.ip);
    const { store, service, settings } = services;
    if (settings.registration !== 'open') throw problem('api-registration-closed', {});
    // The first account is the owner's, and only the printed link makes it.
    if ((await store.identity.countUsers(service)) === 0) throw problem('api-registration-closed', {});
    const passwordHash = await hashPassword(body.password);
    try {
      const { userId, organisationId } = await newAccount(
        services,
        { ...body, passwordHash },
        { plan: 'free', verified: false },
      );
      await sendVerification(services, { id: userId, name: body.name, email: body.email });
      return await startSession(services, request, reply.code(201), userId, organisationId);
    } catch (error) {
      if (isUniqueViolation(error)) throw problem('api-email-taken', { email: body.email });
      throw error;
    }
  },

  async signIn({ body, services, request, reply }) {
    const { store, service } = services;
    await throttleAddress(services, request.ip);
    await checkAttempts(services, 'account', body.email);
    const user = await store.identity.findUserByEmail(service, body.email);
    if (!(await verifyPassword(body.password, user?.passwordHash)) || user === undefined) {
      await countAttempt(services, 'account', body.email);
      throw problem('api-credentials-wrong', {});
    }
    await forgive(services, 'account', body.email);
    const [first] = await store.identity.membershipsOf(service, user.id);
    // Removed from the last organisation: nothing is left to sign in to.
    if (first === undefined) throw problem('api-credentials-wrong', {});
    return startSession(services, request, reply, user.id, first.id);
  },

  async signOut({ caller, services, reply }) {
    await services.store.identity.endSession(services.service, caller.id, caller.sessionId);
    services.authenticator.forget();
    clearSessionCookie(reply);
  },

  async getSession({ services, request }) {
    return sessionDocument(services, hashOf(sessionToken(request) ?? ''));
  },

  async switchOrganisation({ caller, body, services, request }) {
    const { store, service } = services;
    const organisations = await store.identity.membershipsOf(service, caller.id);
    if (!organisations.some(({ id }) => id === body.organisationId))
      throw problem('api-not-found', { what: 'organisation' });
    await store.identity.moveSession(service, caller.sessionId, body.organisationId);
    services.authenticator.forget();
    return sessionDocument(services, hashOf(sessionToken(request) ?? ''));
  },

  async updateProfile({ caller, body, services, request }) {
    await services.store.identity.setName(services.service, caller.id, body.name);
    services.authenticator.forget();
    return sessionDocument(services, hashOf(sessionToken(request) ?? ''));
  },

  async changePassword(call) {
    const { caller, body, services, scope } = call;
    const { store, service } = services;
    await checkAttempts(services, 'account', caller.email);
    const user = await store.identity.findUser(service, caller.id);
    if (!(await verifyPassword(body.current, user?.passwordHash))) {
      await countAttempt(services, 'account', caller.email);
      throw problem('api-credentials-wrong', {});
    }
    const hash = await hashPassword(body.password);
    await store.transaction(async (tx) => {
      await tx.identity.setPassword(service, caller.id, hash);
      await tx.identity.endSessions(service, caller.id, caller.sessionId);
      await audit(tx, { ...call, scope }, 'user.password-changed', caller.id);
    });
    services.authenticator.forget();
  },

  async forgotPassword({ body, services, request }) {
    await throttleAddress(services, request.ip);
    const user = await services.store.identity.findUserByEmail(services.service, body.email);
    // Not awaited: the time it takes would tell that there is an account.
    if (user)
      void sendReset(services, user).catch((error: unknown) =>
        services.log.error({ err: error }, 'a mail was not sent'),
      );
  },

  async resetPassword({ body, services, request }) {
    const { store, service } = services;
    await throttleAddress(services, request.ip);
    const hash = await hashPassword(body.password);
    await store.transaction(async (tx) => {
      const used = await tx.identity.useMailToken(service, hashOf(body.token), 'reset', services.now());
      if (used?.userId == null) throw problem('api-token-invalid', {});
      await tx.identity.setPassword(service, used.userId, hash);
      // The link came by mail, so the address is theirs.
      await tx.identity.setVerified(service, used.userId);
      await tx.identity.endSessions(service, used.userId, undefined);
    });
    services.authenticator.forget();
  },

  async verifyEmail({ body, services }) {
    const { store, service } = services;
    const used = await store.identity.useMailToken(service, hashOf(body.token), 'verify', services.now());
    if (used?.userId == null) throw problem('api-token-invalid', {});
    await store.identity.setVerified(service, used.userId);
  },

  async resendVerification({ caller, services, request }) {
    await throttleAddress(services, request.ip);
    const user = await services.store.identity.findUser(services.service, caller.id);
    if (user && user.emailVerifiedAt === null) await sendVerification(services, user);
  },

  async listSessions({ caller, services }) {
    const rows = await services.store.identity.sessionsOf(services.service, caller.id);
    return {
      data: rows.map(({ id, userAgent, createdAt, lastUsedAt, expiresAt }) => ({
        id,
        current: id === caller.sessionId,
        userAgent,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      })),
    };
  },

  async endSession({ caller, params, services }) {
    const ended = await services.store.identity.endSession(services.service, caller.id, params.sessionId);
    if (!ended) throw problem('api-not-found', { what: 'session' });
    services.authenticator.forget();
  },

  async previewInvitation({ params, services }) {
    const { store, service } = services;
    const found = await store.identity.findInvitation(service, hashOf(params.token), services.now());
    if (found === undefined) throw problem('api-token-invalid', {});
    const { email, role } = found.invitation;
    const hasAccount = (await store.identity.findUserByEmail(service, email)) !== undefined;
    return { organisation: found.organisation.name, email, role, hasAccount };
  },

  async acceptInvitation({ body, caller, services, request, reply }) {
    const { store, service } = services;
    await throttleAddress(services, request.ip);
    const found = await store.identity.findInvitation(service, hashOf(body.token), services.now());
    if (found === undefined) throw problem('api-token-invalid', {});
    const { id, email, role, organisationId } = found.invitation;
    const scope = organisationScope(organisationId);
    const former = await store.identity.findUserByEmail(service, email);
    if (former && !(caller?.kind === 'user' && caller.id === former.id)) throw problem('api-email-taken', { email });
    if (former === undefined && (body.name === undefined || body.password === undefined)) {
      throw problem('api-body-invalid', { part: 'body', fault: 'name and password are needed for a new account' });
    }
    const passwordHash = former ? '' : await hashPassword(body.password ?? '');
    const userId = await store.transaction(async (tx) => {
      if (!(await tx.organisation.removeInvitation(scope, id))) throw problem('api-token-invalid', {});
      const values = { name: body.name ?? email, email, passwordHash, verified: true };
      const user = former ?? (await tx.identity.createUser(service, values));
      await tx.organisation.addMember(scope, user.id, role);
      await audit(tx, { caller, scope, request }, 'member.joined', user.id, { email, role });
      return user.id;
    });
    services.authenticator.forget();
    return startSession(services, request, reply, userId, organisationId);
  },
};
