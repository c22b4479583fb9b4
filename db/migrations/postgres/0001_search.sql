-- Full text of messages, without a dictionary: customers write in any language.
CREATE INDEX message_search ON messages USING gin (to_tsvector('simple', body));
