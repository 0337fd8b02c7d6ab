//! Promotion: its law, its register, its workbook, its figures.

mod law;
