-- compatible from: 1
-- What one gateway does for all. `fence` grows whenever another takes it over.
CREATE TABLE lease (
  name text PRIMARY KEY,
  holder text NOT NULL,
  until bigint NOT NULL,
  fence bigint NOT NULL
);

-- Messages to somebody who answers by program, until they are settled.
CREATE TABLE question (
  conversation bigint NOT NULL,
  seq bigint NOT NULL,
  answerer text COLLATE "C" NOT NULL,
  -- JSON of the context that the answer is made in.
  context text NOT NULL,
  claimed_until bigint,
  claimed_by text,
  PRIMARY KEY (conversation, seq)
);
