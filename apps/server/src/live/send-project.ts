import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { writtenFiles } from '../jobs/project-files.js';

/** Already small, or too large to gain from it. */
const AS_IT_IS = /\.(duckdb|parquet|gz|png)$/;

/** The dbt project with its warehouse, zipped while it is sent: memory does not grow with it. */
export async function sendProject(reply: FastifyReply, project: string, name: string): Promise<void> {
  const files = await writtenFiles(project);
  const stream = new PassThrough({ highWaterMark: 1 << 20 });
  void reply
    .type('application/zip')
    .header('content-disposition', `attachment; filename="${name}.zip"`)
    .header('cache-control', 'no-store');
  void write(
    stream,
    project,
    name,
    files.map(({ path }) => path),
  );
  await reply.send(stream);
}

async function write(stream: PassThrough, project: string, name: string, paths: readonly string[]): Promise<void> {
  let failed: Error | undefined;
  const zip = new Zip((error, chunk, isLast) => {
    if (error) failed = error;
    else stream.write(chunk);
    if (isLast) stream.end();
  });
  try {
    for (const path of paths) {
      const entry = AS_IT_IS.test(path)
        ? new ZipPassThrough(`${name}/${path}`)
        : new ZipDeflate(`${name}/${path}`, { level: 6 });
      zip.add(entry);
      for await (const chunk of createReadStream(join(project, path))) {
        entry.push(chunk as Uint8Array);
        if (failed) throw failed;
        if (stream.destroyed) return;
        if (stream.writableNeedDrain) await Promise.race([once(stream, 'drain'), once(stream, 'close')]);
      }
      entry.push(new Uint8Array(0), true);
    }
    zip.end();
  } catch (error) {
    // The status is out: cutting the connection is what tells that the file is not whole.
    stream.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}
