-- Facts are kept once, by the tables of the topic facts, and made again from the entries.
drop table assurance_fact;
