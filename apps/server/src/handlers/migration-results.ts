import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model, ObjectLine } from '@datamigrate/contracts';
import type { FileRow, MigrationRow, ObjectRow, OrganisationScope } from '@datamigrate/store';
import { type Handlers, SENT } from '../http/route-handler.js';
import { migrationFolder } from '../jobs/migration-folders.js';
import { readOriginal, readPlanText, readReport, readTrace } from '../jobs/run-files.js';
import { eventPage, streamEvents, wantsStream } from '../live/event-stream.js';
import { sendProject } from '../live/send-project.js';
import { problem } from '../problems/api-problem.js';
import type { Services } from '../services.js';
import { lineageOf } from './lineage.js';

type ResultOperation =
  | 'listObjects'
  | 'getObject'
  | 'listModels'
  | 'getLineage'
  | 'listFiles'
  | 'getFile'
  | 'getPlan'
  | 'getReport'
  | 'getEvents'
  | 'downloadProject';

export const resultHandlers: Handlers<ResultOperation> = {
  async listObjects({ params, query, services, scope }) {
    await found(services, scope, params.migrationId);
    const { verdict, ...rest } = query;
    const verdicts = verdict === undefined ? {} : { verdicts: Array.isArray(verdict) ? verdict : [verdict] };
    const page = await services.store.results.listObjects(scope, params.migrationId, { ...rest, ...verdicts });
    return { ...page, data: page.data.map(objectLine) };
  },

  async getObject({ params, services, scope }) {
    const { migrationId, object } = params;
    const { results } = services.store;
    const row = object.includes('\0') ? undefined : await results.findObject(scope, migrationId, object);
    if (row === undefined) throw problem('api-not-found', { what: 'object' });
    const { project } = migrationFolder(services.settings.data, migrationId);
    const [models, dependents, trace, original] = await Promise.all([
      results.listModels(scope, migrationId, object),
      results.dependents(scope, migrationId, object),
      row.detail?.trace ?? readTrace(project, object),
      readOriginal(project, object),
    ]);
    const { issues: _, assumptions: __, ...line } = objectLine(row);
    return {
      ...line,
      source: original ? { text: original.text, file: original.file ?? null, line: original.line } : null,
      modelFiles: models.map((model) => modelDocument(model, true)),
      trace,
      evidence: row.detail?.evidence ?? [],
      issues: row.detail?.issues ?? [],
      assumptions: row.detail?.assumptions ?? [],
      dependsOn: row.dependsOn,
      dependents,
    };
  },

  async listModels({ params, query, services, scope }) {
    await found(services, scope, params.migrationId);
    const rows = await services.store.results.listModels(scope, params.migrationId);
    return { data: rows.map((row) => modelDocument(row, query.include === 'sql')) };
  },

  async getLineage({ params, services, scope }) {
    await found(services, scope, params.migrationId);
    const [objects, models] = await Promise.all([
      services.store.results.allObjects(scope, params.migrationId),
      services.store.results.listModels(scope, params.migrationId),
    ]);
    return lineageOf(objects, models);
  },

  async listFiles({ params, services, scope }) {
    await found(services, scope, params.migrationId);
    return { data: await services.store.results.listFiles(scope, params.migrationId) };
  },

  async getFile({ params, query, services, scope }) {
    const path = query.path;
    const row = path.includes('\0')
      ? undefined
      : await services.store.results.findFile(scope, params.migrationId, path);
    if (row === undefined) throw problem('api-not-found', { what: 'file' });
    return { path: row.path, bytes: row.bytes, text: row.body };
  },

  async getPlan({ params, services, scope }) {
    const row = await found(services, scope, params.migrationId);
    const text = await readPlanText(migrationFolder(services.settings.data, row.id).project);
    if (text === undefined) throw problem('api-not-finished', { state: row.state, what: 'plan' });
    return { text, editable: row.state === 'waiting' };
  },

  async getReport({ params, services, scope }) {
    const row = await found(services, scope, params.migrationId);
    const report =
      row.state === 'succeeded' ? await readReport(migrationFolder(services.settings.data, row.id).project) : undefined;
    if (report === undefined) throw problem('api-not-finished', { state: row.state, what: 'report' });
    return report;
  },

  async getEvents({ params, query, services, scope, request, reply }) {
    await found(services, scope, params.migrationId);
    if (!wantsStream(request)) return eventPage(services, scope, params.migrationId, query);
    streamEvents(services, scope, params.migrationId, query.after, request, reply);
    return SENT;
  },

  async downloadProject({ params, services, scope, reply }) {
    const row = await found(services, scope, params.migrationId);
    const { project } = migrationFolder(services.settings.data, row.id);
    const isThere = row.state === 'succeeded' && (await stat(join(project, 'dbt_project.yml')).catch(() => undefined));
    if (!isThere) throw problem('api-not-finished', { state: row.state, what: 'project' });
    const text = await readFile(join(project, 'dbt_project.yml'), 'utf8');
    const [, name = 'dbt_project'] = /^name:\s*['"]?(\w+)/m.exec(text) ?? [];
    await sendProject(reply, project, name);
    return SENT;
  },
};

async function found(services: Services, scope: OrganisationScope, id: string): Promise<MigrationRow> {
  const row = await services.store.migrations.find(scope, id);
  if (row === undefined) throw problem('api-not-found', { what: 'migration' });
  return row;
}

function objectLine(row: Omit<ObjectRow, 'detail'>): ObjectLine {
  const {
    object,
    kind,
    class: of,
    status,
    verdict,
    fidelity,
    models,
    statements,
    issues,
    assumptions,
    rowsCompared,
    reason,
  } = row;
  return {
    id: object,
    kind,
    class: of,
    status,
    verdict,
    fidelity,
    models,
    statements,
    issues,
    assumptions,
    rowsCompared,
    reason,
  };
}

function modelDocument(row: FileRow, withSql: boolean): Model {
  const { model, path, object, layer, materialized, tableName, body } = row;
  return {
    name: model ?? '',
    path,
    object,
    layer: layer ?? '',
    materialized: materialized ?? '',
    table: tableName,
    sql: withSql ? body : null,
  };
}
