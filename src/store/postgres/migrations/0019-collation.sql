-- compatible from: 1
-- The last texts with an index in the order of the operating system: where that changes with a release of its C library, an index
-- no longer finds what it holds. Source: https://wiki.postgresql.org/wiki/Locale_data_changes
ALTER TABLE setting ALTER COLUMN name TYPE text COLLATE "C";
ALTER TABLE revocation ALTER COLUMN kind TYPE text COLLATE "C", ALTER COLUMN digest TYPE text COLLATE "C";
ALTER TABLE lease ALTER COLUMN name TYPE text COLLATE "C";
ALTER TABLE threat_list_text ALTER COLUMN file TYPE text COLLATE "C";
