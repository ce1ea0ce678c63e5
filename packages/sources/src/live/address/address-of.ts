import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import type { LiveAddress } from './live-address.js';
import { isLiveAddress, parseAddress } from './parse-address.js';
import { isProfile, readProfile } from './read-profile.js';
import type { Environment } from './secrets.js';

export interface FoundAddress {
  readonly address: LiveAddress;
  /** Where the place that names the server also gives its password. */
  readonly password?: string | undefined;
}

/** Whether a source is a server: a URL, or an output of dbt's profiles.yml. */
export function isLiveSource(source: string): boolean {
  return isLiveAddress(source) || isProfile(source);
}

export async function addressOf(source: string, environment: Environment): Promise<Result<FoundAddress, Diagnostic>> {
  if (isProfile(source)) return readProfile(source, environment);
  const address = parseAddress(source);
  return address.ok ? ok({ address: address.value }) : address;
}
