-- How far each conversation was told to the webhook. A row comes with what is first to be told, while `webhook_until` in
-- setting is later than that; nothing is copied, so a receiver that is away costs nothing but these rows.
CREATE TABLE webhook_line (
  conversation INTEGER PRIMARY KEY,
  -- The last message told; null: nothing was written since it began, and no message is to be told.
  seq INTEGER,
  -- The last update told.
  number INTEGER NOT NULL,
  -- Grows with whatever is to be told, so that one who has told all he saw knows whether more came.
  changes INTEGER NOT NULL,
  -- Of the first that is untold.
  since INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- When to try next; null: all is told.
  due_at INTEGER
) STRICT;
CREATE INDEX webhook_due ON webhook_line (due_at) WHERE due_at IS NOT NULL;

CREATE TRIGGER webhook_of_message AFTER INSERT ON message
  WHEN (SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'webhook_until') > NEW.at
BEGIN
  INSERT INTO webhook_line AS w (conversation, seq, number, changes, since, due_at)
    VALUES (NEW.conversation, NEW.seq - 1,
      (SELECT coalesce(max(number), 0) FROM message_update WHERE conversation = NEW.conversation), 1, NEW.at, NEW.at)
    ON CONFLICT (conversation) DO UPDATE SET seq = coalesce(w.seq, excluded.seq), changes = w.changes + 1,
      since = CASE WHEN w.due_at IS NULL THEN excluded.since ELSE w.since END, due_at = coalesce(w.due_at, excluded.due_at);
END;

CREATE TRIGGER webhook_of_update AFTER INSERT ON message_update
  WHEN (SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'webhook_until') > NEW.at
BEGIN
  INSERT INTO webhook_line AS w (conversation, seq, number, changes, since, due_at)
    VALUES (NEW.conversation, NULL, NEW.number - 1, 1, NEW.at, NEW.at)
    ON CONFLICT (conversation) DO UPDATE SET changes = w.changes + 1,
      since = CASE WHEN w.due_at IS NULL THEN excluded.since ELSE w.since END, due_at = coalesce(w.due_at, excluded.due_at);
END;
