/** A version of the protocol as LOGIN7 and LOGINACK write it. Source: [MS-TDS] 2.2.7.14 */
export const VERSION = {
  tds72: 0x72090002,
  tds73: 0x730a0003,
  tds74: 0x74000004,
} as const;

/** What the server says of itself: SQL Server 2022. */
export const PRODUCT = { major: 16, minor: 0, build: 4000, name: 'Microsoft SQL Server' } as const;

/** The version that both sides speak; undefined for clients older than SQL Server 2005's. */
export function spokenVersion(client: number): number | undefined {
  if (client < VERSION.tds72) return undefined;
  return Math.min(client, VERSION.tds74);
}
