/**
 * Electron's entry. Everything here happens before Electron is ready, because some of it only
 * counts then.
 */
import { app, dialog, protocol } from 'electron';
import { provisioningFileOf } from '#host/machineProvisioning.ts';
import { registerAppScheme } from './appScheme.ts';
import { exportArguments, exportWithoutWindow } from './exportWithoutWindow.ts';
import { sentBy } from './links.ts';
import { dataDirOf, setUserData } from './paths.ts';
import { runShell } from './shell.ts';
import { readShellArguments, sameAgain } from './shellArguments.ts';
import { setSwitches } from './switches.ts';

const argv = process.argv.slice(1);
const exporting = exportArguments(app.isPackaged ? argv : argv.slice(1));

if (exporting === null) startPhone();
else void exportWithoutWindow(exporting, import.meta.dirname).then((status) => app.exit(status));

function startPhone(): void {
  const given = readShellArguments(argv);
  const provisioningFile = provisioningFileOf(
    given.provisioningFile,
    process.env,
    process.platform,
  );
  const sent = sentBy(argv);
  const dataDir = dataDirOf(given.dataDir);

  setSwitches();
  setUserData(dataDir);
  registerAppScheme(protocol);

  if (app.requestSingleInstanceLock(sent)) {
    const { dirname: mainDir } = import.meta;
    runShell({
      ...{ dataDir, provisioningFile, link: sent.link, hidden: given.hidden, mainDir },
      startArguments: sameAgain(given),
    }).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      dialog.showErrorBox(
        '이음을 시작하지 못했습니다 / Ieum could not start',
        `저장된 기록은 그대로 있습니다. 다시 시작해 보고, 계속되면 아래 내용을 관리자에게 알려 주세요.\nStored records are untouched. Start again; if it stays, pass this on to your administrator.\n\n${reason}`,
      );
      app.exit(1);
    });
  } else {
    // The first instance has been told, and comes to the front.
    app.exit(0);
  }
}
