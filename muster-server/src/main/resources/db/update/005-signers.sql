-- What a release key may sign, lists with a comma or a line feed between; how many keys must sign; who signed a release and
-- what its manifest's analysis found.
alter table update_signer add column downgrades INTEGER not null default 0;
alter table update_signer add column components TEXT not null default '';
alter table update_signer add column commands TEXT not null default '';
alter table update_signer add column parameters TEXT not null default '';
alter table update_product add column signers_needed INTEGER not null default 1;
alter table update_release add column signers TEXT not null default '';
alter table update_release add column findings TEXT;
alter table update_release add column waiver TEXT not null default '';
