/*
 * What lies in a data folder, and what of it goes to another computer. One list: a part of the app that
 * keeps something new there is not finished before it stands here (tests/host/data-folder.test.ts).
 */

/** Folders of files that the person's records point to. They move, and are replaced, whole. */
export const FOLDERS_THAT_MOVE = ['greetings', 'pictures', 'recordings'] as const;
export type MovedFolder = (typeof FOLDERS_THAT_MOVE)[number];

export const MOVED_DATABASE = 'ieum.sqlite';
/** Beside the database, while it is open or after a crash. */
export const DATABASE_COMPANIONS = [
  ...['ieum.sqlite-wal', 'ieum.sqlite-shm'],
  'ieum.sqlite-journal',
] as const;

/** Copies of what is replaced: they go aside with it, and do not travel, since the database itself does. */
export const FOLDERS_THAT_GO_ASIDE = ['backups'] as const;

/** Where a move is made ready; nothing in it outlives a start, unless the notice below says so. */
export const MOVE_FOLDER = 'move';
/** That one state is being put in the place of the other. */
export const MOVE_NOTICE = 'move.json';
/** States that another has taken the place of, each a folder. */
export const REPLACED_FOLDER = 'replaced';

/** What stays on the computer it is on, with the reason. */
export const STAYS: readonly { readonly name: RegExp; readonly why: string }[] = [
  { name: /^ieum\.lock$/, why: 'the lock of the folder' },
  { name: /^hand-over\.json$/, why: 'the door of the host that runs' },
  { name: /^electron$/, why: "Chromium's own files, the log and the keystore's secrets" },
  { name: /^secrets\.sealed(?:\.part)?$/, why: 'passwords, which are of this computer' },
  { name: /^browser$/, why: 'the profile of the browser window' },
  { name: /^exports$/, why: 'files to be fetched, gone after a day' },
  { name: /^move$/, why: 'where a move is made ready' },
  { name: /^move\.json(?:\.part)?$/, why: 'the notice of a move that goes on' },
  { name: /^replaced$/, why: 'states that were replaced on this computer' },
  {
    name: /^ieum\.(?:before-v\d+\.|damaged-|replaced-|locked-).*\.sqlite(?:-wal|-shm|-journal)?$/,
    why: 'databases that were set aside on this computer',
  },
  { name: /^backups\.locked-/, why: 'backups whose key is not on this computer' },
  { name: /^ieum\.sqlite\.converting/, why: 'a copy that is being encrypted' },
];
