import type { Migration } from '../migrate.ts';

export const callTreated: Migration = {
  name: '0011-call-treated',
  up(db) {
    db.exec(`
      -- What was done about a call that came while the agent was away (domain/treatment/treated.ts);
      -- NULL for every other call.
      ALTER TABLE calls ADD COLUMN treated TEXT CHECK (treated IS NULL OR json_valid(treated));
    `);
  },
};
