-- Facts are found by their cluster or tenant, papers by who wrote them in, units by their level. With what
-- is asked in the index, no row has to be read for it.

drop index observations_subject;
create index observations_subject on observations (subject_id, as_of, subject_kind, document_id);
drop index tenant_states_day;
create index tenant_states_day on tenant_states (tenant_id, on_day, id, state, superseded_at, document_id);
drop index leases_tenant;
create index leases_tenant on leases (tenant_id, from_day, document_id);
create index plots_cluster on plots (cluster_id, document_id);
create index documents_added on documents (added_by);
create index places_document on places (document_id) where document_id is not null;
create index place_changes_document on place_changes (document_id) where document_id is not null;

-- Whether there are districts on a day is asked for each figure that is told by units.
create index places_level on places (level, valid_to, valid_from);
