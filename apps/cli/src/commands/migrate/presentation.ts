/** How the outcome of a migration is shown. */
export interface Presentation {
  /** The folder of the migration, as the user wrote it. */
  readonly out: string;
  readonly json: boolean;
  readonly strict: boolean;
  readonly color: boolean;
}

interface PresentationOptions {
  readonly json?: true;
  readonly strict?: true;
  readonly color: boolean;
}

export function presentation(options: PresentationOptions): Omit<Presentation, 'out'> {
  return { json: options.json === true, strict: options.strict === true, color: options.color };
}
