-- A workbook that was brought for one body: its report alone is taken.

alter table report_uploads add column subject_id text; -- tenant or cluster; null for many
