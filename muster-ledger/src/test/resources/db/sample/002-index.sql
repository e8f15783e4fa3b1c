create index things_by_number on things (number) where number > 10;
