import type { Migration } from '../migrate.ts';

export const outboxDelivery: Migration = {
  name: '0021-outbox-delivery',
  up(db) {
    db.exec(`
      -- What there is to a text beside its words, and its way to the customer: older ones have
      -- nothing but words, and were given to no gateway.
      UPDATE outbox SET body = json_set(
        body,
        '$.content', json('{"category":"information","strategy":null,"subject":"",
          "reservation":null,"attachments":[],"passed":[],"secondCheckAt":null}'),
        '$.notBefore', json('null'),
        '$.delivery', json('null')
      );
      -- What a gateway calls a text, and those whose arrival is still to be learnt.
      ALTER TABLE outbox ADD COLUMN ref TEXT;
      ALTER TABLE outbox ADD COLUMN learns INTEGER NOT NULL DEFAULT 0 CHECK (learns IN (0, 1));
      CREATE INDEX outbox_by_ref ON outbox (ref) WHERE ref IS NOT NULL;
      CREATE INDEX outbox_to_learn ON outbox (written_at) WHERE learns = 1;
    `);
  },
};
