insert into clusters (id, slug, name, lead_place_id, place_text, known_from, match_key, sort_key, search_text, recorded_at)
values ('c1', 'dong-vang', 'Đồng Vàng', 'country:VN:', 'xã Đức Hòa Hạ', '2009-03-01', 'dongvang', '01', 'ccn dong vang', '2026-01-05T01:00:00Z');
insert into cluster_places (cluster_id, place_id, relation) values ('c1', 'country:VN:', 'within');
insert into cluster_states (id, cluster_id, axis, state, on_day, precision, document_id, recorded_at)
values ('s1', 'c1', 'establishment', 'established', '2009-03-01', 'exact', 'd1', '2026-01-05T01:00:00Z');
insert into plots (id, cluster_id, number, area_m2, land_use, document_id) values ('p1', 'c1', 'A1', 10000, 'industrial', 'd1');
insert into tenants (id, cluster_id, organization_id, name, capital, match_key, sort_key, search_text, recorded_at)
values ('t1', 'c1', 'g1', 'Công ty Sơn Ca', 'domestic', 'cong ty son ca', '01', 'cong ty son ca', '2026-01-05T01:00:00Z');
insert into leases (id, cluster_id, plot_id, tenant_id, area_m2, from_day, precision, document_id, recorded_at)
values ('l1', 'c1', 'p1', 't1', 10000, '2012-05-01', 'exact', 'd1', '2026-01-05T01:00:00Z');
