import { join } from 'node:path';
import { app } from 'electron';

/**
 * Where everything is kept. The folder is named here and not after the product, whose name is
 * Korean: not every tool that has to look in there can type it.
 *
 * Has to be called before the single-instance lock is asked for, which lives in that folder.
 */
export function setUserData(): void {
  const chosen = process.env['IEUM_USER_DATA'];
  app.setPath('userData', chosen ?? join(app.getPath('appData'), 'Ieum'));
}

export interface ShellPaths {
  readonly dataDir: string;
  readonly secrets: string;
  readonly log: string;
  readonly preload: string;
  readonly renderer: string;
}

/** @param mainDir the folder of the built main script, `out/main` */
export function shellPaths(mainDir: string): ShellPaths {
  const userData = app.getPath('userData');
  return {
    dataDir: join(userData, 'data'),
    secrets: join(userData, 'secrets.json'),
    log: join(userData, 'ieum.log'),
    preload: join(mainDir, '../preload/index.cjs'),
    renderer: join(mainDir, '../renderer'),
  };
}
