-- Of a conversation of two: whether the member has written in it, so that the other is no stranger to them.
ALTER TABLE member ADD COLUMN has_written INTEGER NOT NULL DEFAULT 0;
UPDATE member SET has_written = 1 WHERE (user, conversation) IN (
  SELECT DISTINCT m.sender, m.conversation FROM message m JOIN conversation c ON c.row = m.conversation
  WHERE c.kind = 'one_to_one');
-- Of a group: whether a stranger put the member into it; null for a conversation of two.
ALTER TABLE member ADD COLUMN by_stranger INTEGER;
UPDATE member SET by_stranger = 0 WHERE conversation IN (SELECT row FROM conversation WHERE kind = 'group');
CREATE INDEX member_groups ON member (user, by_stranger, until_seq)
  WHERE until_seq IS NULL AND by_stranger IS NOT NULL;
