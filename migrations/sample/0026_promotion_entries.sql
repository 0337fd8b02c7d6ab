insert into promotion_entries (id, project_id, participant_id, kind, on_day, source, amount_vnd, said, document_id, recorded_at)
values ('pe1', 'pr1', 'pa1', 'voucher', '2013-06-20', 'local', 100000000, '{"is":"voucher","number":"0000012","issuer":"Cửa hàng máy","content":"Mua máy","cost_id":""}', 'd1', '2026-11-24T01:00:00Z');
