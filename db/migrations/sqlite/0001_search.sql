-- Full text of messages. Tombstones leave it: their body is emptied by the same update.
CREATE VIRTUAL TABLE message_search USING fts5(body, content='messages', content_rowid='id', tokenize="unicode61 remove_diacritics 2");
--> statement-breakpoint
CREATE TRIGGER message_search_insert AFTER INSERT ON messages WHEN new.body <> '' BEGIN
  INSERT INTO message_search(rowid, body) VALUES (new.id, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER message_search_delete AFTER DELETE ON messages WHEN old.body <> '' BEGIN
  INSERT INTO message_search(message_search, rowid, body) VALUES ('delete', old.id, old.body);
END;
--> statement-breakpoint
CREATE TRIGGER message_search_update_old AFTER UPDATE OF body ON messages WHEN old.body <> '' BEGIN
  INSERT INTO message_search(message_search, rowid, body) VALUES ('delete', old.id, old.body);
END;
--> statement-breakpoint
CREATE TRIGGER message_search_update_new AFTER UPDATE OF body ON messages WHEN new.body <> '' BEGIN
  INSERT INTO message_search(rowid, body) VALUES (new.id, new.body);
END;
