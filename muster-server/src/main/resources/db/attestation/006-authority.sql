-- Which of its maker's keys signed a manifest; nothing of those from before this was kept.
alter table attestation_manifest add column signer_key ${bytes};
