insert into promotion_plans (id, place_id, year, batch, track, document_id, recorded_at)
values ('pp2', 'country:VN:', 2014, 0, 'local', 'd1', '2026-11-24T01:00:00Z');
insert into promotion_steps (id, project_id, participant_id, step, done_on, document_id, state_id, recorded_at)
values ('pt1', 'pr1', '', 'approve', '2013-05-09', 'd1', 'ps1', '2026-11-24T01:00:00Z');
insert into promotion_step_papers (id, step_id, paper, document_id, missing_reason)
values ('pf1', 'pt1', 'appraisal', null, 'Hồ sơ năm 2013 không còn phiếu.');
