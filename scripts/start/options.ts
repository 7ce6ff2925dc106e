export interface StartOptions {
  /** Try to fetch Electron's runtime although it failed less than a day ago. */
  readonly fetchElectron: boolean;
  /** Open in a browser although Electron is there. */
  readonly browser: boolean;
  /** For the app itself. */
  readonly rest: readonly string[];
}

export function readOptions(args: readonly string[]): StartOptions {
  return {
    fetchElectron: args.includes('--fetch-electron'),
    browser: args.includes('--browser'),
    rest: args.filter((arg) => arg !== '--fetch-electron' && arg !== '--browser'),
  };
}
