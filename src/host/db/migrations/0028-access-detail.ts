import type { Migration } from '../migrate.ts';

export const accessDetail: Migration = {
  name: '0028-access-detail',
  up(db) {
    // What was taken away with an export: the filter, the columns, how much, the hash of the file.
    db.exec(
      'ALTER TABLE access_log ADD COLUMN detail TEXT CHECK (detail IS NULL OR json_valid(detail))',
    );
  },
};
