-- What a device says of its own strength comes to 'checked' at most; only what a verifier proved is more.
update attestation_latest set strength = 'checked' where strength in ('tpm-quoted', 'kernel-enforced');
