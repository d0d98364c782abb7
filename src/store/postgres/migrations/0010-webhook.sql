-- compatible from: 1
-- How far each conversation was told to the webhook. A row comes with what is first to be told, while `webhook_until` in
-- setting is later than that; nothing is copied, so a receiver that is away costs nothing but these rows.
CREATE TABLE webhook_line (
  conversation bigint PRIMARY KEY,
  -- The last message told; null: nothing was written since it began, and no message is to be told.
  seq bigint,
  -- The last update told.
  number bigint NOT NULL,
  -- Grows with whatever is to be told, so that one who has told all he saw knows whether more came.
  changes bigint NOT NULL,
  -- Of the first that is untold.
  since bigint NOT NULL,
  attempts bigint NOT NULL DEFAULT 0,
  -- When to try next; null: all is told.
  due_at bigint
) WITH (fillfactor = 50);
CREATE INDEX webhook_due ON webhook_line (due_at) WHERE due_at IS NOT NULL;

-- Conversations are locked before, and their lines come in one order, so nothing waits in a circle.
CREATE FUNCTION webhook_of_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT true FROM setting WHERE name = 'webhook_until') IS NULL THEN RETURN NULL; END IF;
  INSERT INTO webhook_line AS w (conversation, seq, number, changes, since, due_at)
    SELECT c.row, n.seq - 1, c.last_update, 1, n.at, n.at
    FROM (SELECT conversation, min(seq) AS seq, min(at) AS at FROM told GROUP BY conversation) n
      JOIN conversation c ON c.row = n.conversation
    WHERE (SELECT value::bigint FROM setting WHERE name = 'webhook_until') > n.at
    ORDER BY c.row
    ON CONFLICT (conversation) DO UPDATE SET seq = coalesce(w.seq, excluded.seq), changes = w.changes + 1,
      since = CASE WHEN w.due_at IS NULL THEN excluded.since ELSE w.since END, due_at = coalesce(w.due_at, excluded.due_at);
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_of_messages AFTER INSERT ON message REFERENCING NEW TABLE AS told
  FOR EACH STATEMENT EXECUTE FUNCTION webhook_of_messages();

CREATE FUNCTION webhook_of_updates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT true FROM setting WHERE name = 'webhook_until') IS NULL THEN RETURN NULL; END IF;
  INSERT INTO webhook_line AS w (conversation, seq, number, changes, since, due_at)
    SELECT conversation, NULL, min(number) - 1, 1, min(at), min(at) FROM told
    WHERE (SELECT value::bigint FROM setting WHERE name = 'webhook_until') > at
    GROUP BY conversation ORDER BY conversation
    ON CONFLICT (conversation) DO UPDATE SET changes = w.changes + 1,
      since = CASE WHEN w.due_at IS NULL THEN excluded.since ELSE w.since END, due_at = coalesce(w.due_at, excluded.due_at);
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_of_updates AFTER INSERT ON message_update REFERENCING NEW TABLE AS told
  FOR EACH STATEMENT EXECUTE FUNCTION webhook_of_updates();
