-- Members of now by name: a page of them and their number, without a look at everybody who ever was in. The column that is
-- always null is there so that counting reads the index alone.
CREATE INDEX member_now ON member (conversation, user, until_seq) WHERE until_seq IS NULL;
