import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { localWaker, type Waker } from './waker.js';

const QUEUE = 'datamigrate-jobs';

/**
 * Wakes one worker on some host for each job, by BullMQ. Jobs stand in the database; what stands in Redis says only that one
 * of them came, so everything goes on, a moment later, when Redis is lost.
 */
export function redisWaker(url: string, log: Logger, consumes: boolean): Waker {
  const local = localWaker();
  const connection = () => new Redis(url, { maxRetriesPerRequest: null, enableOfflineQueue: false });
  const told = new Set<string>();
  const onError = (error: Error) => {
    const text = error.message || error.name;
    if (told.has(text)) return;
    told.add(text);
    log.warn({ reason: text }, 'Redis is not reachable; workers ask the database instead');
  };
  const sending = connection().on('error', onError);
  const queue = new Queue(QUEUE, { connection: sending });
  queue.on('error', onError);
  const receiving = consumes ? connection().on('error', onError) : undefined;
  const worker = receiving && new Worker(QUEUE, async () => local.wake(), { connection: receiving, concurrency: 4 });
  worker?.on('error', onError);
  return {
    wake() {
      local.wake();
      queue.add('wake', {}, { removeOnComplete: true, removeOnFail: true }).catch(onError);
    },
    onWake: (listener) => local.onWake(listener),
    async close() {
      await worker?.close(true).catch(() => {});
      await queue.close().catch(() => {});
      receiving?.disconnect();
      sending.disconnect();
      await local.close();
    },
  };
}
