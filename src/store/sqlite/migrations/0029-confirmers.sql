-- Who confirmed a decision; null: it took one person, or was made before this column.
ALTER TABLE case_decision ADD COLUMN confirmed_by TEXT;
