export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** How mail leaves the service. */
export interface MailPort {
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
}
