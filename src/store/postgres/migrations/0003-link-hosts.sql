-- compatible from: 1
-- JSON array of what threat lists said of each link when it was judged last; null: what `reports` says of them.
ALTER TABLE message ADD COLUMN listed text;

-- Hosts that the links of a message pass, labels from the right (`com.example.www`), so that sub-domains stand behind their host.
CREATE TABLE link_host (
  host text COLLATE "C" NOT NULL,
  -- Of the message.
  at bigint NOT NULL,
  conversation bigint NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (host, at, conversation, seq)
);
CREATE INDEX link_host_time ON link_host (at, conversation, seq, host);

-- Whatever takes the content of a message takes these with it, also where an earlier program does so.
CREATE FUNCTION forget_link_hosts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM link_host WHERE at = NEW.at AND conversation = NEW.conversation AND seq = NEW.seq;
  RETURN NULL;
END $$;
CREATE TRIGGER link_host_wiped AFTER UPDATE OF deleted_at ON message FOR EACH ROW
  WHEN (NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION forget_link_hosts();

-- Records what was learned of messages, each as the next update of its conversation; nothing for one that is not there, was
-- deleted or says something else than what it was learned from. `hosts_of` are keys of `link_host`, with spaces between them.
-- A call names each message once.
CREATE FUNCTION record_learned(
  ids text[], seqs bigint[], ats bigint[], causes text[], links integer[], learned text[], pending boolean[],
  lists_say text[], hosts_of text[], from_any boolean[], from_learned text[], from_lists text[]
) RETURNS TABLE (place bigint, number bigint, listed text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM FROM conversation WHERE id = ANY (ids) ORDER BY row FOR NO KEY UPDATE;
  RETURN QUERY
  WITH given AS (
    SELECT c.row, c.last_update, m.at AS received_at, coalesce(g.new_listed, m.listed) AS listed, g.*
    FROM unnest(ids, seqs, ats, causes, links, learned, pending, lists_say, hosts_of, from_any, from_learned, from_lists)
      WITH ORDINALITY
      AS g (id, seq, at, cause, link, resolutions, is_pending, new_listed, hosts, is_from_any, from_resolutions, from_listed, place)
    JOIN conversation c ON c.id = g.id
    JOIN message m ON m.conversation = c.row AND m.seq = g.seq AND m.deleted_at IS NULL
    WHERE g.is_from_any OR (m.resolutions IS NOT DISTINCT FROM g.from_resolutions AND m.listed IS NOT DISTINCT FROM g.from_listed)
  ), numbered AS (
    SELECT *, last_update + row_number() OVER (PARTITION BY row ORDER BY place) AS number FROM given
  ), inserted AS (
    INSERT INTO message_update (conversation, number, seq, at, cause, link)
    SELECT row, number, seq, at, cause, link FROM numbered
  ), changed AS (
    UPDATE message m SET resolutions = n.resolutions, listed = n.listed, is_pending = m.is_pending AND n.is_pending
    FROM numbered n WHERE m.conversation = n.row AND m.seq = n.seq
  ), hosts AS (
    INSERT INTO link_host (host, at, conversation, seq)
    SELECT h.host, n.received_at, n.row, n.seq FROM numbered n, unnest(string_to_array(n.hosts, ' ')) AS h (host)
    ON CONFLICT DO NOTHING
  ), moved AS (
    UPDATE conversation c SET last_update = n.number
    FROM (SELECT row, max(number) AS number FROM numbered GROUP BY row) n WHERE c.row = n.row
  )
  SELECT place, number, listed FROM numbered;
END $$;
