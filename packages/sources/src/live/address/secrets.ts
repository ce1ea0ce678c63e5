import { passwordIn, withoutPassword } from './parse-address.js';

/** Passwords that came with an address, as long as the process lives: nothing writes them down. */
const GIVEN = new Map<string, string>();

/** The address without its password, which is kept for when it is opened. */
export function keepPassword(source: string): string {
  const password = passwordIn(source);
  const address = withoutPassword(source);
  if (password !== undefined) GIVEN.set(address, password);
  return address;
}

const PASSWORD_VARIABLES = ['DATAMIGRATE_PASSWORD', 'MSSQL_PASSWORD'] as const;
const TOKEN_VARIABLE = 'DATAMIGRATE_TOKEN';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What came with the address wins over the environment. */
export function passwordFor(source: string, environment: Environment): string | undefined {
  const given = passwordIn(source) ?? GIVEN.get(withoutPassword(source));
  if (given !== undefined) return given;
  return PASSWORD_VARIABLES.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
}

export function tokenFrom(environment: Environment): string | undefined {
  const token = environment[TOKEN_VARIABLE];
  return token === undefined || token === '' ? undefined : token;
}
