-- compatible from: 1
-- Users who are programs. `last_sn` is the last number of the bot's inbox.
CREATE TABLE bot (
  user_id text COLLATE "C" PRIMARY KEY,
  last_sn bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
-- So that the bots of a conversation are found without a look at everybody in it.
ALTER TABLE member ADD COLUMN is_bot boolean NOT NULL DEFAULT false;
CREATE INDEX member_bot ON member (conversation, user_id) WHERE is_bot;

-- What a bot is to be told, in order; what it says stays with the message. At most 100,000 rows a bot.
CREATE TABLE inbox (
  user_id text COLLATE "C" NOT NULL,
  -- From 1 for each bot, without gap.
  sn bigint NOT NULL,
  conversation bigint NOT NULL,
  seq bigint NOT NULL,
  -- Of the update of that message; null: the message itself.
  number bigint,
  at bigint NOT NULL,
  PRIMARY KEY (user_id, sn)
);

CREATE FUNCTION bot_enters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.is_bot := (SELECT true FROM bot WHERE user_id = NEW.user_id) IS NOT NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER bot_enters BEFORE INSERT ON member FOR EACH ROW EXECUTE FUNCTION bot_enters();

-- Adds to inboxes, in the order given, in the transaction that stored what they tell of. Conversations are locked before, so
-- nothing waits in a circle: bots come last, in the order of their names.
CREATE FUNCTION add_to_inboxes(users text[], conversations bigint[], seqs bigint[], numbers bigint[], ats bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  -- An import brings inboxes as they were.
  IF (SELECT true FROM setting WHERE name = 'importing') THEN RETURN; END IF;
  PERFORM FROM bot WHERE user_id = ANY (users) ORDER BY user_id FOR NO KEY UPDATE;
  WITH given AS (
    SELECT g.*, row_number() OVER (PARTITION BY g.user_id ORDER BY g.place) AS own_place
    FROM unnest(users, conversations, seqs, numbers, ats) WITH ORDINALITY
      AS g (user_id, conversation, seq, number, at, place)
  ), moved AS (
    UPDATE bot b SET last_sn = b.last_sn + n.count FROM (SELECT user_id, count(*) AS count FROM given GROUP BY user_id) n
    WHERE b.user_id = n.user_id RETURNING b.user_id, b.last_sn, b.last_sn - n.count AS before
  ), expired AS (
    DELETE FROM inbox i USING moved v WHERE i.user_id = v.user_id AND i.sn <= v.last_sn - 100000
  )
  INSERT INTO inbox (user_id, sn, conversation, seq, number, at)
  SELECT g.user_id, v.before + g.own_place, g.conversation, g.seq, g.number, g.at FROM given g JOIN moved v ON v.user_id = g.user_id;
END $$;

-- Who joins is no member yet when the message of the joining is stored.
CREATE FUNCTION inbox_of_joined() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM add_to_inboxes(ARRAY[NEW.user_id], ARRAY[m.conversation], ARRAY[m.seq], ARRAY[NULL::bigint], ARRAY[m.at])
  FROM message m WHERE m.conversation = NEW.conversation AND m.seq = NEW.from_seq;
  RETURN NULL;
END $$;
CREATE TRIGGER inbox_of_joined AFTER INSERT OR UPDATE OF from_seq ON member FOR EACH ROW
  WHEN (NEW.is_bot AND NEW.until_seq IS NULL AND NEW.from_seq > 1) EXECUTE FUNCTION inbox_of_joined();

CREATE FUNCTION inbox_of_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT true FROM bot LIMIT 1) IS NULL THEN RETURN NULL; END IF;
  PERFORM add_to_inboxes(t.users, t.conversations, t.seqs, t.numbers, t.ats) FROM (
    SELECT array_agg(m.user_id ORDER BY n.conversation, n.seq) AS users,
      array_agg(n.conversation ORDER BY n.conversation, n.seq) AS conversations,
      array_agg(n.seq ORDER BY n.conversation, n.seq) AS seqs,
      array_agg(NULL::bigint) AS numbers, array_agg(n.at ORDER BY n.conversation, n.seq) AS ats
    FROM told n JOIN member m ON m.conversation = n.conversation AND m.is_bot AND m.until_seq IS NULL AND m.user_id <> n.sender
    HAVING count(*) > 0) t;
  RETURN NULL;
END $$;
CREATE TRIGGER inbox_of_messages AFTER INSERT ON message REFERENCING NEW TABLE AS told
  FOR EACH STATEMENT EXECUTE FUNCTION inbox_of_messages();

CREATE FUNCTION inbox_of_updates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT true FROM bot LIMIT 1) IS NULL THEN RETURN NULL; END IF;
  PERFORM add_to_inboxes(t.users, t.conversations, t.seqs, t.numbers, t.ats) FROM (
    SELECT array_agg(m.user_id ORDER BY n.conversation, n.number) AS users,
      array_agg(n.conversation ORDER BY n.conversation, n.number) AS conversations,
      array_agg(n.seq ORDER BY n.conversation, n.number) AS seqs,
      array_agg(n.number ORDER BY n.conversation, n.number) AS numbers,
      array_agg(n.at ORDER BY n.conversation, n.number) AS ats
    FROM told n JOIN member m ON m.conversation = n.conversation AND m.is_bot AND m.until_seq IS NULL AND m.from_seq <= n.seq
    HAVING count(*) > 0) t;
  RETURN NULL;
END $$;
CREATE TRIGGER inbox_of_updates AFTER INSERT ON message_update REFERENCING NEW TABLE AS told
  FOR EACH STATEMENT EXECUTE FUNCTION inbox_of_updates();
