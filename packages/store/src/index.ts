export { isUniqueViolation, sqlState } from './database/errors.js';
export type { DatabasePlace } from './database/open-database.js';
export { storeDiagnostics } from './diagnostics.js';
export { newId } from './ids.js';
export { backoffMs, type Claim, type ClaimRequest, type JobQueue, type NewJob } from './queue/job-queue.js';
export type { AuditRecord } from './repositories/audit.js';
export { type Charge, monthOf } from './repositories/billing.js';
export { IDEMPOTENCY_HOURS, type Remembered } from './repositories/idempotency.js';
export type { FileRow, ObjectProgress, ObjectRow } from './repositories/migration-results.js';
export type { MigrationChange, MigrationRow } from './repositories/migrations.js';
export { CursorInvalidError } from './repositories/paging.js';
export { type UsageBatch, type UsageCallRow, usageBatch } from './repositories/usage-batch.js';
export type { DeliveryRow } from './repositories/webhooks.js';
export type { JobState, StoredConnection } from './schema/index.js';
export {
  type OrganisationScope,
  organisationScope,
  ScopeMissingError,
  type ServiceScope,
  serviceScope,
} from './scope.js';
export { type Sealer, sealerWith } from './secrets/seal.js';
export { readSecretKey, SECRET_KEY_VARIABLE } from './secrets/secret-key.js';
export { openStore, type Repositories, type Store } from './store.js';
