interface ParsedUrl {
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly hostname: string;
  readonly pathname: string;
  readonly searchParams: Iterable<[string, string]> & { keys(): Iterable<string> };
  readonly hash: string;
}

/** The URL of the WHATWG standard, which is wherever shared code runs; the language's own types do
 * not name it. */
export const WebUrl = (
  globalThis as unknown as {
    readonly URL: { new (text: string): ParsedUrl; canParse(text: string): boolean };
  }
).URL;
