// Started by the service for each migration; see src/worker/run-worker.ts.
import { runWorker } from '../dist/worker/run-worker.js';

runWorker();
