declare module 'virtual:issue-pages' {
  export const issuePages: Readonly<Record<string, string>>;
}
