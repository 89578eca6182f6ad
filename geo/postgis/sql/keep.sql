-- Statements over twenty lines live in this folder, one a file.
select 1
