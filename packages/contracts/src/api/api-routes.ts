import type { z } from 'zod';
import type { Route } from './route.js';
import { authRoutes } from './routes/auth-routes.js';
import { migrationRoutes } from './routes/migration-routes.js';
import { moneyRoutes } from './routes/money-routes.js';
import { organisationRoutes } from './routes/organisation-routes.js';

/** Every route of the service below /api/v1, by its operationId. */
export const apiRoutes = {
  ...authRoutes,
  ...migrationRoutes,
  ...organisationRoutes,
  ...moneyRoutes,
} as const satisfies Record<string, Route>;

export type OperationId = keyof typeof apiRoutes;
type Routes = typeof apiRoutes;
type Of<N extends OperationId, K extends string> = Routes[N] extends { readonly [P in K]: infer S extends z.ZodType }
  ? S
  : never;

/** What a client sends in the path, the query and the body. */
export type ParamsOf<N extends OperationId> = z.input<Of<N, 'params'>>;
export type QueryOf<N extends OperationId> = z.input<Of<N, 'query'>>;
export type BodyOf<N extends OperationId> = z.input<Of<N, 'body'>>;
/** What the server works with after checking. */
export type CheckedParamsOf<N extends OperationId> = z.output<Of<N, 'params'>>;
export type CheckedQueryOf<N extends OperationId> = z.output<Of<N, 'query'>>;
export type CheckedBodyOf<N extends OperationId> = z.output<Of<N, 'body'>>;
export type AnswerOf<N extends OperationId> = z.output<Of<N, 'response'>>;
