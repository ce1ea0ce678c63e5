import { organisationScope } from '@datamigrate/store';
import type { Services } from '../services.js';

export interface AccountValues {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly organisation: string;
}

/** A person with an organisation of their own. A taken address is a unique violation. */
export async function newAccount(
  services: Services,
  { name, email, passwordHash, organisation }: AccountValues,
  { plan, verified }: { readonly plan: string; readonly verified: boolean },
): Promise<{ userId: string; organisationId: string }> {
  const { store, service } = services;
  return store.transaction(async (tx) => {
    const user = await tx.identity.createUser(service, { name, email, passwordHash, verified });
    const { id } = await tx.identity.createOrganisation(service, organisation, plan);
    const scope = organisationScope(id);
    await tx.organisation.addMember(scope, user.id, 'owner');
    await tx.audit.record(scope, {
      action: 'organisation.created',
      actor: { kind: 'user', id: user.id, name },
      subject: id,
      detail: { plan },
      address: null,
      requestId: null,
    });
    return { userId: user.id, organisationId: id };
  });
}
