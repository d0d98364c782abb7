-- JSON that the reports of many messages share: verdicts with their sources, payments of an app. Facts and rules, nothing of users.
CREATE TABLE report_part (
  id INTEGER PRIMARY KEY,
  json TEXT NOT NULL UNIQUE
) STRICT;
