-- The other engine's index is made anew here; this one only tidies its own.
INSERT INTO contact_search(contact_search) VALUES ('optimize');
