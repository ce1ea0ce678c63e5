import { tellsFullDisk } from '@datamigrate/dbt-runner';

/** Codes of the operating system, for people. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'it is a folder',
  ENOENT: 'it does not exist',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its symbolic links go in a circle',
  EMFILE: 'too many files are open',
  EBUSY: 'it is in use',
  EIO: 'the device failed',
};

export interface IoError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
}

/** Lost I/O, as against a bug of ours: Node names the system call only on the former. */
export function isIoError(error: unknown): error is IoError {
  return error instanceof Error && 'code' in error && 'syscall' in error && typeof error.code === 'string';
}

/** The same, or what the warehouse says of it: its errors have no code of the system. */
export function isLostIo(error: unknown): boolean {
  return isIoError(error) || (error instanceof Error && tellsFullDisk(error.message));
}

/** What another program said that it met; for us it is lost I/O like our own. */
export function fullDisk(folder: string): IoError {
  return Object.assign(new Error('no space left on the device'), { code: 'ENOSPC', syscall: 'write', path: folder });
}

export function codeOf(error: unknown): string | undefined {
  return isIoError(error) ? error.code : undefined;
}

export function reasonOf(error: unknown): string {
  if (isIoError(error)) return REASONS[error.code] ?? error.code;
  return error instanceof Error ? error.message : String(error);
}

/** The value of a read, or undefined when there is nothing to read. */
export async function ifThere<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
