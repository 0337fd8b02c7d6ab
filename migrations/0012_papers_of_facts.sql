-- From a paper to the facts that rest on it, without reading whole tables.
create index plan_entries_document on plan_entries (document_id);
create index cluster_investors_document on cluster_investors (document_id);
create index infrastructure_items_document on infrastructure_items (document_id);
create index clearance_phases_document on clearance_phases (document_id);
create index cluster_types_document on cluster_types (document_id);
create index plots_document on plots (document_id);
