-- compatible from: 1
-- As before, and every look-up is by an index. An EXISTS inside an expression may be answered from a hash of the whole table:
-- PostgreSQL chose that while `message` was small and kept to it while the table grew. A scalar subquery is never hashed.
CREATE OR REPLACE FUNCTION append_messages(
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
  ), writers AS MATERIALIZED (
    SELECT w.row, w.sender, c.last_seq, c.last_at, c.version, CASE
      WHEN m.user_id IS NULL THEN 'unknown_conversation'
      WHEN c.kind = 'one_to_one' AND (SELECT true FROM block b JOIN member o ON o.conversation = w.row AND o.user_id = b.user_id
        WHERE b.blocked = w.sender AND b.user_id <> w.sender LIMIT 1) THEN 'blocked'
      ELSE 'stored' END AS outcome, c.kind = 'one_to_one' AND NOT m.has_written AS writes_first
    FROM (SELECT DISTINCT row, sender FROM given) w
      JOIN conversation c ON c.row = w.row
      LEFT JOIN member m ON m.conversation = w.row AND m.user_id = w.sender AND m.until_seq IS NULL
  ), judged AS MATERIALIZED (
    SELECT g.*, w.last_seq, w.last_at, w.version, w.writes_first,
      CASE WHEN (SELECT true FROM message m WHERE m.sender = g.sender AND m.key = g.key) THEN 'known' ELSE w.outcome END AS outcome
    FROM given g JOIN writers w ON w.row = g.row AND w.sender = g.sender
  ), numbered AS (
    SELECT *, last_seq + count(*) FILTER (WHERE outcome = 'stored') OVER sofar AS seq,
      greatest(last_at, max(given_at) FILTER (WHERE outcome = 'stored') OVER sofar) AS at
    FROM judged WINDOW sofar AS (PARTITION BY row ORDER BY place ROWS UNBOUNDED PRECEDING)
  ), inserted AS (
    INSERT INTO message (conversation, seq, sender, key, at, text, reports, context, is_pending, claimed_until, claimed_by)
    SELECT row, seq, sender, key, at, text, reports, context, is_pending, claimed_until, claimed_by
    FROM numbered WHERE outcome = 'stored'
  ), moved AS (
    UPDATE conversation c SET last_seq = n.seq, last_at = n.at
    FROM (SELECT row, max(seq) AS seq, max(at) AS at FROM numbered WHERE outcome = 'stored' GROUP BY row) n WHERE c.row = n.row
  ), wrote AS (
    UPDATE member m SET has_written = true
    FROM (SELECT DISTINCT row, sender FROM numbered WHERE writes_first AND outcome = 'stored') n
    WHERE m.conversation = n.row AND m.user_id = n.sender
  )
  SELECT place, outcome, CASE WHEN outcome = 'stored' THEN seq END, coalesce(at, 0), version FROM numbered ORDER BY place;
END $$;
