import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { unzipSync } from 'fflate';
import { sourceDiagnostics } from '../diagnostics.js';

/** The bounds within which a package is unpacked. */
export interface ZipLimits {
  /** Bytes of one entry, unpacked. */
  readonly entry: number;
  /** Bytes of all entries, unpacked. */
  readonly total: number;
  readonly entries: number;
  /** How many times larger than its packed form an entry above `ratioFrom` bytes may be. Models of XML reach 40. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

const MB = 1024 * 1024;
export const ZIP_LIMITS: ZipLimits = {
  entry: 1024 * MB,
  total: 4096 * MB,
  entries: 200_000,
  ratio: 250,
  ratioFrom: 8 * MB,
};

/** A zip file whose entries are unpacked one at a time, when they are asked for. */
export interface Zip {
  readonly names: readonly string[];
  /** Undefined for an entry that is not there or cannot be unpacked. */
  read(name: string): Uint8Array | undefined;
}

export function openZip(
  path: string,
  kind: string,
  bytes: Uint8Array,
  limits: ZipLimits = ZIP_LIMITS,
): Result<Zip, Diagnostic> {
  const invalid = (reason: string): Result<never, Diagnostic> =>
    err(sourceDiagnostics.create('source-package-invalid', { path, kind, reason }));
  const tooLarge = (reason: string): Result<never, Diagnostic> =>
    err(sourceDiagnostics.create('source-package-too-large', { path, reason }));
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return invalid('it is no zip file');
  const sizes = new Map<string, number>();
  let total = 0;
  let problem: string | undefined;
  try {
    unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        total += originalSize;
        sizes.set(name, originalSize);
        const times = originalSize / Math.max(1, size);
        if (originalSize > limits.entry) problem ??= `${name} would be ${megabytes(originalSize)} when unpacked`;
        else if (originalSize > limits.ratioFrom && times > limits.ratio)
          problem ??= `${name} would grow to ${Math.round(times)} times its size when unpacked`;
        return false;
      },
    });
  } catch {
    return invalid('it is damaged, or was not copied to its end');
  }
  if (problem !== undefined) return tooLarge(problem);
  if (total > limits.total) return tooLarge(`it would be ${megabytes(total)} when unpacked`);
  if (sizes.size > limits.entries) return tooLarge(`it holds ${sizes.size} files`);
  return ok({
    names: [...sizes.keys()],
    read: (name) => {
      try {
        const content = unzipSync(bytes, { filter: (entry) => entry.name === name })[name];
        return content?.length === sizes.get(name) ? content : undefined;
      } catch {
        return undefined;
      }
    },
  });
}

const megabytes = (bytes: number): string => `${Math.round(bytes / MB)} MB`;
