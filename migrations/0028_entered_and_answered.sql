-- A report that the investor of a cluster entered for an enterprise in it; and what whoever received
-- a report says to it, in a bundle of its own.

alter table reports add column entered_by text;           -- the body that entered it instead of the one that owes it; null: itself, or an agency for it
alter table exchange_bundles add column reply text not null default ''; -- what an answer says, JSON; '' for a bundle with a report
alter table exchange_bundles add column document_id text; -- the paper of an answer
create index exchange_bundles_document on exchange_bundles (document_id);
