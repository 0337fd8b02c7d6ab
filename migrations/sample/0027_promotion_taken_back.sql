insert into promotion_step_effects (id, step_id, kind, subject_id) values ('pe1', 'pt1', 'contract', 'pc1');
