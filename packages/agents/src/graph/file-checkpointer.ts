import type { RunnableConfig } from '@langchain/core/runnables';
import {
  BaseCheckpointSaver,
  type Checkpoint,
  type CheckpointMetadata,
  type CheckpointTuple,
  copyCheckpoint,
} from '@langchain/langgraph';
import type { CheckpointStore, StoredCheckpoint } from './checkpoint-store.js';
import { serialized, type Typed } from './serialized.js';

type PendingWrite = [string, unknown];

/** Places that LangGraph gives to writes of its own, which replace one another; other writes are kept once. */
const SPECIAL_WRITES: Readonly<Record<string, number>> = {
  __error__: -1,
  __scheduled__: -2,
  __interrupt__: -3,
  __resume__: -4,
};

/** LangGraph's checkpoints as readable JSON files; see CheckpointStore. One graph, one thread, one namespace. */
export class FileCheckpointer extends BaseCheckpointSaver {
  readonly #store: CheckpointStore;

  constructor(store: CheckpointStore) {
    super();
    this.#store = store;
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const wanted = idOf(config);
    const stored = wanted === undefined ? await this.#store.latest() : await this.#store.find(wanted);
    return stored && this.#tuple(stored, config);
  }

  override async *list(
    config: RunnableConfig,
    options: { limit?: number; before?: RunnableConfig } = {},
  ): AsyncGenerator<CheckpointTuple> {
    const before = options.before && idOf(options.before);
    let rest = options.limit ?? Number.POSITIVE_INFINITY;
    let reached = before === undefined;
    for (const stored of await this.#store.newestFirst()) {
      if (rest <= 0) return;
      if (reached) {
        rest--;
        yield await this.#tuple(stored, config);
      } else {
        reached = stored.id === before;
      }
    }
  }

  override async put(config: RunnableConfig, checkpoint: Checkpoint, metadata: CheckpointMetadata) {
    const parent = idOf(config);
    await this.#store.add({
      id: checkpoint.id,
      ...(parent === undefined ? {} : { parent }),
      checkpoint: await this.#save(copyCheckpoint(checkpoint)),
      metadata: await this.#save(metadata),
      writes: [],
    });
    return configOf(config, checkpoint.id);
  }

  override async putWrites(
    config: RunnableConfig,
    writes: PendingWrite[],
    taskId: string,
    taskPath = '',
  ): Promise<void> {
    const saved = await Promise.all(
      writes.map(async ([channel, value], i) => ({
        task: taskId,
        path: taskPath,
        index: SPECIAL_WRITES[channel] ?? i,
        channel,
        value: await this.#save(value),
      })),
    );
    await this.#store.change(idOf(config) ?? '', (stored) => {
      const kept = stored.writes.filter(
        (old) => !saved.some((now) => now.index < 0 && now.task === old.task && now.index === old.index),
      );
      const added = saved.filter((now) => !kept.some((old) => now.task === old.task && now.index === old.index));
      return { ...stored, writes: [...kept, ...added] };
    });
  }

  override deleteThread(): Promise<void> {
    return this.#store.clear();
  }

  async #tuple(stored: StoredCheckpoint, config: RunnableConfig): Promise<CheckpointTuple> {
    const ordered = [...stored.writes].sort(
      (a, b) => compare(a.path, b.path) || compare(a.task, b.task) || a.index - b.index,
    );
    return {
      config: configOf(config, stored.id),
      checkpoint: (await this.#load(stored.checkpoint)) as Checkpoint,
      metadata: (await this.#load(stored.metadata)) as CheckpointMetadata,
      pendingWrites: await Promise.all(
        ordered.map(async (write): Promise<[string, string, unknown]> => {
          return [write.task, write.channel, await this.#load(write.value)];
        }),
      ),
      ...(stored.parent === undefined ? {} : { parentConfig: configOf(config, stored.parent) }),
    };
  }

  async #save(value: unknown): Promise<Typed> {
    return serialized.fromBytes(await this.serde.dumpsTyped(value));
  }

  #load(typed: Typed): Promise<unknown> {
    const [type, bytes] = serialized.toBytes(typed);
    return this.serde.loadsTyped(type, bytes);
  }
}

function idOf(config: RunnableConfig): string | undefined {
  const id: unknown = config.configurable?.['checkpoint_id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function configOf(config: RunnableConfig, id: string): RunnableConfig {
  const { thread_id, checkpoint_ns = '' } = config.configurable ?? {};
  return { configurable: { thread_id, checkpoint_ns, checkpoint_id: id } };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
