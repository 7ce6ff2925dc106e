import type { Migration } from '../migrate.ts';

export const callWay: Migration = {
  name: '0006-call-way',
  up(db) {
    db.exec(`
      -- Who From named where the exchange vouches for another, and the numbers the call came by
      -- (domain/pbx/callerWay.ts); NULL where there is nothing to say.
      ALTER TABLE calls ADD COLUMN claimed TEXT CHECK (claimed IS NULL OR json_valid(claimed));
      ALTER TABLE calls ADD COLUMN via TEXT CHECK (via IS NULL OR json_valid(via));
      -- A call to the exchange itself: none of a customer.
      ALTER TABLE calls ADD COLUMN service TEXT;
      -- The names in claimed and via, one a line, to search in.
      ALTER TABLE calls ADD COLUMN way_names TEXT NOT NULL DEFAULT '';
    `);
  },
};
