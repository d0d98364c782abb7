-- JSON array of what threat lists said of each link when it was judged last; null: what `reports` says of them.
ALTER TABLE message ADD COLUMN listed TEXT;

-- Hosts that the links of a message pass, labels from the right (`com.example.www`), so that sub-domains stand behind their host.
CREATE TABLE link_host (
  host TEXT NOT NULL,
  -- Of the message.
  at INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (host, at, conversation, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_host_time ON link_host (at, conversation, seq, host);

-- Whatever takes the content of a message takes these with it.
CREATE TRIGGER link_host_wiped AFTER UPDATE OF deleted_at ON message WHEN NEW.deleted_at IS NOT NULL BEGIN
  DELETE FROM link_host WHERE at = NEW.at AND conversation = NEW.conversation AND seq = NEW.seq;
END;
