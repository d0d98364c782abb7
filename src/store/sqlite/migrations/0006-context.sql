-- JSON of the context that evidence was made in, so that the decision can be made again; null without links.
ALTER TABLE message ADD COLUMN context TEXT;
