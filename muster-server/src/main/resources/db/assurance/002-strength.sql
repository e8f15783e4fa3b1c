-- Facts of strength from before proofs were kept apart are the device's own words: reported, and 'checked' at most.
update assurance_fact set fact_value = 'checked'
  where fact_key = 'attestation.strength' and fact_value in ('tpm-quoted', 'kernel-enforced');
update assurance_fact set grade = 'REPORTED' where fact_key = 'attestation.strength';
