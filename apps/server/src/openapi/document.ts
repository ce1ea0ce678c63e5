import {
  API_PREFIX,
  apiRoutes,
  migrationOptions,
  PROBLEMS,
  problemSchema,
  problemsOf,
  type Route,
  SESSION_COOKIE,
} from '@datamigrate/contracts';
import { z } from 'zod';
import { VERSION } from '../version.js';

type Json = Record<string, unknown>;

const MEDIA = {
  'event-stream': 'text/event-stream',
  zip: 'application/zip',
  csv: 'text/csv',
  html: 'text/html',
} as const;

/** OpenAPI 3.1 of every route, from the schemas that check the requests. */
export function openApiDocument(publicUrl: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of Object.values(apiRoutes) as Route[]) {
    const path = API_PREFIX + route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'DataMigrate AI',
      version: VERSION,
      description: 'Moves SQL Server databases to dbt and proves that the rows are the same.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    tags: [...new Set((Object.values(apiRoutes) as Route[]).map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'mk_live_…' },
        session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
      },
    },
  };
}

function operationOf(route: Route): Json {
  const { operationId, tag, summary, access, method } = route;
  const needs = access === 'public' || access === 'session' ? '' : `Needs the permission \`${access}\`.`;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(needs === '' ? {} : { description: needs }),
    security: access === 'public' ? [] : access === 'session' ? [{ session: [] }] : [{ apiKey: [] }, { session: [] }],
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query'), ...headersOf(route)],
    ...(route.body === undefined ? {} : { requestBody: { required: method !== 'GET', content: contentOf(route) } }),
    responses: responsesOf(route),
  };
}

function parametersOf(schema: z.ZodObject | undefined, where: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property;
    const isRequired = where === 'path' || required.includes(name);
    return {
      name,
      in: where,
      required: isRequired,
      schema: rest,
      ...(description === undefined ? {} : { description }),
    };
  });
}

function headersOf({ idempotent, operationId }: Route): Json[] {
  const headers: Json[] = [];
  if (idempotent) {
    const description = 'The same key and request again get the first answer; kept for 24 hours.';
    headers.push({
      name: 'Idempotency-Key',
      in: 'header',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      description,
    });
  }
  if (operationId === 'getMigration') {
    const description = '`wait=20` holds the answer until the migration has ended or waits, at most so many seconds.';
    headers.push({ name: 'Prefer', in: 'header', schema: { type: 'string' }, description });
  }
  if (operationId === 'getEvents') {
    const description = 'The last event that was received: what came after it is sent.';
    headers.push({ name: 'Last-Event-ID', in: 'header', schema: { type: 'string' }, description });
  }
  return headers;
}

function contentOf({ body, multipart }: Route): Json {
  const json = { 'application/json': { schema: body && jsonSchema(body, 'input') } };
  if (!multipart) return json;
  const form = {
    type: 'object',
    required: ['file'],
    properties: {
      file: { type: 'array', minItems: 1, items: { type: 'string', contentMediaType: 'application/octet-stream' } },
      options: { ...jsonSchema(migrationOptions, 'input'), description: 'As JSON.' },
    },
  };
  return {
    ...json,
    'multipart/form-data': { schema: form, encoding: { options: { contentType: 'application/json' } } },
  };
}

function responsesOf(route: Route): Json {
  const responses: Record<string, Json> = { [route.status]: answerOf(route) };
  for (const code of problemsOf(route)) {
    const { status, title } = PROBLEMS[code];
    const former = responses[status]?.['description'];
    responses[status] = {
      description: former === undefined ? `${code}: ${title}` : `${String(former)}; ${code}: ${title}`,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return responses;
}

function answerOf({ medium, response, summary, idempotent, operationId }: Route): Json {
  const headers =
    idempotent && operationId === 'createMigration' ? { headers: { Location: { schema: { type: 'string' } } } } : {};
  if (medium === 'none') return { description: 'Done.' };
  if (medium === 'json') {
    return {
      description: summary,
      ...headers,
      content: { 'application/json': { schema: jsonSchema(response, 'output') } },
    };
  }
  const stream = { [MEDIA[medium]]: { schema: { type: 'string' } } };
  const page = medium === 'event-stream' ? { 'application/json': { schema: jsonSchema(response, 'output') } } : {};
  return { description: summary, content: { ...stream, ...page } };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
}
