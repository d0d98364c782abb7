-- Who claimed it; whoever holds it renews its time or gives it back.
ALTER TABLE message ADD COLUMN claimed_by TEXT;
