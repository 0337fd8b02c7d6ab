insert into exchange_keys (id, public_key, sealed, made_by, made_at) values ('xk1', 'aa', 'bb', 'u1', '2026-11-24T01:00:00Z');
insert into exchange_partners (id, name, place_id, public_key, from_day, added_by, added_at) values ('xp1', 'Bộ Công Thương', 'country:VN:', 'cc', '2026-11-24', 'u1', '2026-11-24T01:00:00Z');
insert into exchange_bundles (id, direction, sha256, report_id, place_id, form, period, version, papers, file_sha256, file_name, file_bytes, kept_by, kept_at) values ('xb1', 'out', 'dd', 'r1', 'p1', 'bieu-04', '2026', 1, 0, 'ee', 'goi.zip', 9, 'u1', '2026-11-24T01:00:00Z');
insert into exchange_deliveries (id, bundle_id, partner_id, way, state, asked_by, asked_at) values ('xd1', 'xb1', 'xp1', 'api', 'waiting', 'u1', '2026-11-24T01:00:00Z');
