import { createHash } from 'node:crypto';
import type { Project } from '@datamigrate/contracts';
import { isUniqueViolation } from '@datamigrate/store';
import type { Handlers } from '../http/route-handler.js';
import { problem } from '../problems/api-problem.js';
import { audit } from './audit-trail.js';
import { idempotently } from './idempotently.js';
import type { ProjectOperation } from './route-groups.js';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly migrations: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const projectHandlers: Handlers<ProjectOperation> = {
  async listProjects({ query, services, scope }) {
    const page = await services.store.projects.list(scope, query);
    return { ...page, data: page.data.map(document) };
  },

  async createProject(call) {
    const { body, services, scope } = call;
    const hash = createHash('sha256')
      .update(`project ${JSON.stringify(body)}`)
      .digest('hex');
    return idempotently(
      call,
      hash,
      201,
      () => null,
      async () => {
        const row = await named(body.name, () => services.store.projects.create(scope, body));
        await audit(services.store, call, 'project.created', row.id, { name: body.name });
        return document(row);
      },
    );
  },

  async getProject({ params, services, scope }) {
    const row = await services.store.projects.find(scope, params.projectId);
    if (row === undefined) throw problem('api-not-found', { what: 'project' });
    return document(row);
  },

  async updateProject(call) {
    const { params, body, services, scope } = call;
    const { name, description } = body;
    const values = { ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) };
    await named(name ?? '', () => services.store.projects.update(scope, params.projectId, values));
    const row = await services.store.projects.find(scope, params.projectId);
    if (row === undefined) throw problem('api-not-found', { what: 'project' });
    return document(row);
  },

  async deleteProject(call) {
    const { params, services, scope } = call;
    if (!(await services.store.projects.remove(scope, params.projectId)))
      throw problem('api-not-found', { what: 'project' });
    await audit(services.store, call, 'project.deleted', params.projectId);
  },
};

/** Names are unique within an organisation. */
export async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) throw problem('api-conflict', { reason: `The name ${name} is taken` });
    throw error;
  }
}

function document({ id, name, description, migrations, createdAt, updatedAt }: Row): Project {
  return { id, name, description, migrations, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
