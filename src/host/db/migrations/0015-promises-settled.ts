import type { Migration } from '../migrate.ts';

export const promisesSettled: Migration = {
  name: '0015-promises-settled',
  up(db) {
    db.exec(`
      -- How well promises were kept is asked of a time: what ended in it, and what is owed since.
      CREATE INDEX promises_ended ON promises (practice, ended_at) WHERE ended_at IS NOT NULL;
      CREATE INDEX promises_owed ON promises (practice, window_to) WHERE ended_at IS NULL;
    `);
  },
};
