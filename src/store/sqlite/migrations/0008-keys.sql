-- Of a message whose text was taken: what tells its retry from another message under its key. Null while the text is there, for
-- messages whose text was taken before this column, and for those of an erased user.
ALTER TABLE message ADD COLUMN digest BLOB;
