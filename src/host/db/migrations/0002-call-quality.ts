import type { Migration } from '../migrate.ts';

export const callQuality: Migration = {
  name: '0002-call-quality',
  up(db) {
    db.exec(`
      -- What the call was like (domain/quality/summary.ts). NULL: nobody measured it.
      ALTER TABLE calls ADD COLUMN quality TEXT CHECK (quality IS NULL OR json_valid(quality));
    `);
  },
};
