// Memory that is still needed: measured behind a full collection.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

export function heapInUse() {
  collect();
  return process.memoryUsage().heapUsed;
}
