import '@fastify/multipart';
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FILE_ENDINGS, MAX_UPLOAD_BYTES, type Migration } from '@datamigrate/contracts';
import type { FastifyRequest } from 'fastify';
import { problem } from '../problems/api-problem.js';
import { refuseOutsideReferences } from './outside-references.js';
import { unpackZip } from './unpack-zip.js';

/** What a migration is to read. */
export interface ReceivedSource {
  readonly description: Migration['source'];
  /** Of everything that was sent: the same request has the same one. */
  readonly hash: string;
  /** The text of the part `options`. */
  readonly options: string;
  /** What was sent, in a folder of its own until a migration takes it; not with a server. */
  readonly folder?: string;
  moveTo(folder: string): Promise<void>;
  discard(): Promise<void>;
}

export function uploadFolder(data: string): string {
  return join(data, 'uploads', randomUUID());
}

/** Takes files from a form. Streams to the disk: memory does not grow with the upload. */
export async function receiveForm(request: FastifyRequest, folder: string): Promise<ReceivedSource> {
  const hash = createHash('sha256');
  let options = '{}';
  const names: string[] = [];
  await mkdir(folder, { recursive: true });
  return orDiscard(folder, async () => {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        if (part.fieldname === 'options') options = String(part.value);
        continue;
      }
      const name = safeName(part.filename);
      if (!FILE_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending))) {
        throw problem('api-source-unsupported', {
          what: name,
          help: `Send files that end in ${FILE_ENDINGS.join(', ')}.`,
        });
      }
      hash.update(`${name}\0`);
      const through = new Transform({
        transform(chunk: Buffer, _, next) {
          hash.update(chunk);
          next(null, chunk);
        },
      });
      if (names.includes(name))
        throw problem('api-archive-refused', { file: name, reason: 'two files have this name' });
      names.push(name);
      await pipeline(part.file, through, createWriteStream(join(folder, name)));
      if (part.file.truncated) throw problem('api-body-too-large', { limit: `${MAX_UPLOAD_BYTES / 1024 / 1024} MB` });
    }
    if (names.length === 0) throw problem('api-upload-empty', { reason: 'No file was sent' });
    hash.update(options);
    for (const name of names.filter((one) => extname(one).toLowerCase() === '.zip')) await unpackHere(folder, name);
    const [first = ''] = names;
    return received(folder, { kind: 'files', name: first }, hash.digest('hex'), options);
  });
}

export async function receiveScript(text: string, fileName: string, folder: string): Promise<ReceivedSource> {
  await mkdir(folder, { recursive: true });
  return orDiscard(folder, async () => {
    await writeFile(join(folder, fileName), text);
    return received(folder, { kind: 'script', name: fileName }, createHash('sha256').update(text).digest('hex'), '{}');
  });
}

export async function receiveCatalog(catalog: Record<string, unknown>, folder: string): Promise<ReceivedSource> {
  await mkdir(folder, { recursive: true });
  return orDiscard(folder, async () => {
    const text = JSON.stringify(catalog);
    await writeFile(join(folder, 'catalog.json'), text);
    const hash = createHash('sha256').update(text).digest('hex');
    return received(folder, { kind: 'catalog', name: 'catalog.json' }, hash, '{}');
  });
}

export async function receiveSample(sample: { name: string; folder: string }, folder: string): Promise<ReceivedSource> {
  await mkdir(folder, { recursive: true });
  return orDiscard(folder, async () => {
    for (const name of await readdir(sample.folder)) {
      if (name.endsWith('.sql')) await copyFile(join(sample.folder, name), join(folder, name));
    }
    return received(folder, { kind: 'sample', name: sample.name }, sample.name, '{}');
  });
}

async function received(
  folder: string,
  { kind, name }: Pick<Migration['source'], 'kind' | 'name'>,
  hash: string,
  options: string,
): Promise<ReceivedSource> {
  const paths = await filesBelow(folder);
  if (paths.length === 0) throw problem('api-upload-empty', { reason: 'The upload holds no script and no package' });
  let bytes = 0;
  for (const path of paths) {
    bytes += (await stat(join(folder, path))).size;
    if (path.toLowerCase().endsWith('.sql')) refuseOutsideReferences(path, await plainText(join(folder, path)));
  }
  return {
    description: { kind, name, files: paths.length, bytes },
    hash,
    options,
    folder,
    async moveTo(target) {
      await mkdir(dirname(target), { recursive: true });
      await rename(folder, target);
    },
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Close enough for a search of ASCII words, whatever the encoding: UTF-16 without its zeros, no byte order mark. */
export async function plainText(file: string): Promise<string> {
  return (await readFile(file, 'latin1')).replace(/^(?:\xff\xfe|\xfe\xff|\xef\xbb\xbf)/, '').replaceAll('\0', '');
}

async function unpackHere(folder: string, name: string): Promise<void> {
  const archive = join(folder, name);
  const files = await unpackZip(name, await readFile(archive));
  await rm(archive);
  for (const { path, bytes } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      throw problem('api-archive-refused', { file: name, reason: `${path} is there twice` });
    });
  }
}

export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

async function orDiscard<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The last part of the name, without what file systems or we ourselves could misread. */
function safeName(name: string | undefined): string {
  const last = (name ?? '').split(/[\\/]/).at(-1) ?? '';
  const safe = last
    .replace(/[^\p{L}\p{N} ._()-]/gu, '_')
    .replace(/^\.+/, '')
    .slice(-120);
  return safe === '' ? 'file' : safe;
}
