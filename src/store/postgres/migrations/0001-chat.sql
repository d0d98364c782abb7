-- compatible from: 1
-- Times are milliseconds since 1970. User ids sort by code points, which is what COLLATE "C" does in UTF-8.
CREATE TABLE setting (
  name text PRIMARY KEY,
  value text NOT NULL
);

-- Every append moves a row here, so half of each page stays free and no index holds what moves: updates stay on their page (HOT).
CREATE TABLE conversation (
  row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('one_to_one', 'group')),
  title text,
  made_at bigint NOT NULL,
  -- The two of a one-to-one conversation in code unit order; null for groups.
  one text COLLATE "C",
  other text COLLATE "C",
  -- Who may remove others; null for two people.
  admin text COLLATE "C",
  last_seq bigint NOT NULL DEFAULT 0,
  last_at bigint NOT NULL DEFAULT 0,
  last_update bigint NOT NULL DEFAULT 0,
  -- The first message whose content retention has not taken yet.
  kept_seq bigint NOT NULL DEFAULT 1,
  -- Grows when members, admin or names change, so that what a gateway remembers of them is known to be old.
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (one, other)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE member (
  user_id text COLLATE "C" NOT NULL,
  conversation bigint NOT NULL REFERENCES conversation (row),
  -- What the member may see: from their joining on, and until their leaving if they left.
  from_seq bigint NOT NULL DEFAULT 1,
  until_seq bigint,
  read_seq bigint NOT NULL DEFAULT 0,
  -- How far a device of the member has confirmed to have received. Who has read has received.
  delivered_seq bigint NOT NULL DEFAULT 0,
  -- Of a conversation of two: whether the member has written in it.
  has_written boolean NOT NULL DEFAULT false,
  -- Of a group: whether a stranger put the member into it; null for a conversation of two.
  by_stranger boolean,
  PRIMARY KEY (user_id, conversation)
) WITH (fillfactor = 80);
CREATE INDEX member_of_conversation ON member (conversation, user_id);
CREATE INDEX member_groups ON member (user_id) WHERE until_seq IS NULL AND by_stranger IS NOT NULL;

-- No foreign key: it would lock the conversation's row once more for each message, and append_messages has locked it.
CREATE TABLE message (
  conversation bigint NOT NULL,
  seq bigint NOT NULL,
  sender text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  at bigint NOT NULL,
  text text NOT NULL,
  -- JSON array of link reports made at receipt for the sender; null without links.
  reports text,
  -- JSON of the context that the reports were made in; null without links.
  context text,
  -- JSON array with the latest resolution of each link.
  resolutions text,
  is_pending boolean NOT NULL DEFAULT false,
  -- Until when it is followed by the gateway that claimed it, and by which.
  claimed_until bigint,
  claimed_by text,
  deleted_at bigint,
  -- What tells a retry from another message under its key when the text is gone.
  digest bytea,
  -- JSON of what happened to the conversation itself; null for what somebody wrote.
  event text,
  PRIMARY KEY (conversation, seq)
);
-- One message for each key of a sender, for ever.
CREATE UNIQUE INDEX message_key ON message (sender, key);
CREATE INDEX message_pending ON message (at) WHERE is_pending;

CREATE TABLE message_update (
  conversation bigint NOT NULL,
  -- From 1 in each conversation, without gap.
  number bigint NOT NULL,
  seq bigint NOT NULL,
  at bigint NOT NULL,
  -- Why a link's verdict changed, and which link; null for a deletion.
  cause text,
  link integer,
  PRIMARY KEY (conversation, number)
);

CREATE TABLE choice (
  user_id text COLLATE "C" PRIMARY KEY,
  choice text NOT NULL CHECK (choice IN ('in_place', 'external', 'block'))
);

CREATE TABLE device (
  user_id text COLLATE "C" NOT NULL,
  device text COLLATE "C" NOT NULL,
  os text NOT NULL,
  version text,
  locale text NOT NULL,
  seen_at bigint NOT NULL,
  PRIMARY KEY (user_id, device)
);

-- The user wants no one-to-one messages from `blocked`.
CREATE TABLE block (
  user_id text COLLATE "C" NOT NULL,
  blocked text COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, blocked)
);
CREATE INDEX block_of_blocked ON block (blocked);

-- `digest` is SHA-256 of the user id or of the `jti`. Numbers are given under a lock on the table, so that none comes late.
CREATE TABLE revocation (
  number bigint PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('user', 'token')),
  digest text NOT NULL,
  at bigint NOT NULL,
  UNIQUE (kind, digest)
);

-- Stores a batch of messages, each under the next number of its conversation. One call is one transaction: no lock is held
-- while a gateway thinks. Rows are locked in the order of `row` everywhere, so nothing waits in a circle. Each statement has
-- a snapshot of its own, so the second sees what was committed while the first waited.
CREATE FUNCTION append_messages(
  rows bigint[], senders text[], keys text[], ats bigint[], texts text[], reports_of text[], contexts text[],
  pending boolean[], untils bigint[], holders text[]
) RETURNS TABLE (place bigint, outcome text, seq bigint, at bigint, version bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM FROM conversation WHERE row = ANY (rows) ORDER BY row FOR NO KEY UPDATE;
  RETURN QUERY
  WITH given AS (
    SELECT * FROM unnest(rows, senders, keys, ats, texts, reports_of, contexts, pending, untils, holders) WITH ORDINALITY
      AS g (row, sender, key, given_at, text, reports, context, is_pending, claimed_until, claimed_by, place)
  ), judged AS (
    SELECT g.*, c.last_seq, c.last_at, c.version, c.kind, CASE
      WHEN EXISTS (SELECT FROM message m WHERE m.sender = g.sender AND m.key = g.key) THEN 'known'
      WHEN NOT EXISTS (SELECT FROM member m
        WHERE m.conversation = g.row AND m.user_id = g.sender AND m.until_seq IS NULL) THEN 'unknown_conversation'
      WHEN c.kind = 'one_to_one' AND EXISTS (SELECT FROM member m JOIN block b ON b.user_id = m.user_id
        WHERE m.conversation = g.row AND m.user_id <> g.sender AND b.blocked = g.sender) THEN 'blocked'
      ELSE 'stored' END AS outcome
    FROM given g JOIN conversation c ON c.row = g.row
  ), numbered AS (
    SELECT *, last_seq + row_number() OVER same AS seq,
      greatest(last_at, max(given_at) OVER (same ROWS UNBOUNDED PRECEDING)) AS at
    FROM judged WHERE outcome = 'stored' WINDOW same AS (PARTITION BY row ORDER BY place)
  ), inserted AS (
    INSERT INTO message (conversation, seq, sender, key, at, text, reports, context, is_pending, claimed_until, claimed_by)
    SELECT row, seq, sender, key, at, text, reports, context, is_pending, claimed_until, claimed_by FROM numbered
  ), moved AS (
    UPDATE conversation c SET last_seq = n.seq, last_at = n.at
    FROM (SELECT row, max(seq) AS seq, max(at) AS at FROM numbered GROUP BY row) n WHERE c.row = n.row
  ), wrote AS (
    UPDATE member m SET has_written = true
    FROM (SELECT DISTINCT row, sender FROM numbered WHERE kind = 'one_to_one') n
    WHERE m.conversation = n.row AND m.user_id = n.sender AND NOT m.has_written
  )
  SELECT j.place, j.outcome, n.seq, coalesce(n.at, 0), j.version
  FROM judged j LEFT JOIN numbered n ON n.place = j.place ORDER BY j.place;
END $$;

-- Records what was learned of messages, each as the next update of its conversation; no number where there is nothing to update.
CREATE FUNCTION record_updates(
  ids text[], seqs bigint[], ats bigint[], causes text[], links integer[], learned text[], pending boolean[]
) RETURNS TABLE (place bigint, number bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM FROM conversation WHERE id = ANY (ids) ORDER BY row FOR NO KEY UPDATE;
  RETURN QUERY
  WITH given AS (
    SELECT c.row, c.last_update, g.* FROM unnest(ids, seqs, ats, causes, links, learned, pending) WITH ORDINALITY
      AS g (id, seq, at, cause, link, resolutions, is_pending, place)
    JOIN conversation c ON c.id = g.id
    JOIN message m ON m.conversation = c.row AND m.seq = g.seq AND m.deleted_at IS NULL
  ), numbered AS (
    SELECT *, last_update + row_number() OVER (PARTITION BY row ORDER BY place) AS number FROM given
  ), inserted AS (
    INSERT INTO message_update (conversation, number, seq, at, cause, link)
    SELECT row, number, seq, at, cause, link FROM numbered
  ), latest AS (
    SELECT DISTINCT ON (row, seq) row, seq, resolutions,
      bool_and(is_pending) OVER (PARTITION BY row, seq) AS is_pending
    FROM numbered ORDER BY row, seq, place DESC
  ), changed AS (
    UPDATE message m SET resolutions = l.resolutions, is_pending = m.is_pending AND l.is_pending
    FROM latest l WHERE m.conversation = l.row AND m.seq = l.seq
  ), moved AS (
    UPDATE conversation c SET last_update = n.number
    FROM (SELECT row, max(number) AS number FROM numbered GROUP BY row) n WHERE c.row = n.row
  )
  SELECT place, number FROM numbered;
END $$;
