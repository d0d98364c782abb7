-- Until when a message whose links are pending is followed by the gateway that claimed it. Milliseconds; null: by nobody.
ALTER TABLE message ADD COLUMN claimed_until INTEGER;
