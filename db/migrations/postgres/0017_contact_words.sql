-- Cut at ASCII's marks only: which other characters are letters is not known in every locale, and a name with one fell apart.
DROP INDEX contact_search;
--> statement-breakpoint
CREATE INDEX contact_search ON contacts USING gin (to_tsvector('simple', regexp_replace(lower(name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '') || ' ' || company), '[!-/:-@[-`{-~]+', ' ', 'g')));
