update reports set entered_by = 'o1' where id = 'r1';
update exchange_bundles set document_id = 'd1', reply = '{}' where id = (select min(id) from exchange_bundles);
