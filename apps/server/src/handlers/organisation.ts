import type { Handlers } from '../http/route-handler.js';
import { problem } from '../problems/api-problem.js';
import { audit } from './audit-trail.js';
import { organisationDocument } from './documents.js';
import type { OrganisationOperation } from './route-groups.js';

export const organisationHandlers: Handlers<OrganisationOperation> = {
  async getOrganisation({ services, scope }) {
    const row = await services.store.organisation.get(scope);
    if (row === undefined) throw problem('api-not-found', { what: 'organisation' });
    return organisationDocument(row);
  },

  async updateOrganisation(call) {
    const { body, services, scope } = call;
    await services.store.organisation.rename(scope, body.name);
    await audit(services.store, call, 'organisation.renamed', scope.organisationId, { name: body.name });
    services.authenticator.forget();
    const row = await services.store.organisation.get(scope);
    if (row === undefined) throw problem('api-not-found', { what: 'organisation' });
    return organisationDocument(row);
  },

  async listAudit({ query, services, scope }) {
    const page = await services.store.audit.list(scope, query);
    return {
      ...page,
      data: page.data.map(({ id, at, action, actorKind, actorId, actorName, subject, detail, address, requestId }) => ({
        id,
        at: at.toISOString(),
        action,
        actor: { kind: actorKind, id: actorId, name: actorName },
        subject,
        detail,
        address,
        requestId,
      })),
    };
  },
};
