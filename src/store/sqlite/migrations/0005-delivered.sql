-- How far a device of the member has confirmed to have received. Who has read has received.
ALTER TABLE member ADD COLUMN delivered_seq INTEGER NOT NULL DEFAULT 0;
UPDATE member SET delivered_seq = read_seq;
