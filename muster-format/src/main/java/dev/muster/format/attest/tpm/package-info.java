/**
 * What a TPM 2.0 makes and what verifiers of its quotes need (TCG TPM 2.0 Library, part 2): attestations (TPMS_ATTEST),
 * public areas (TPM2B_PUBLIC, TPMT_PUBLIC) with their names, signatures (TPMT_SIGNATURE), selections of PCRs; event logs of
 * the firmware (TCG PC Client Platform Firmware Profile, both log formats) and of Linux IMA (ascii, templates {@code ima},
 * {@code ima-ng}, {@code ima-sig}, {@code ima-modsig}, {@code ima-buf}) with their replay.
 *
 * <p>Big-endian as the TPM writes, little-endian in event logs. Nothing is verified by reading.
 *
 * <p>Not done: private areas; canonical event logs (CEL); IMA's binary form; the content of single
 * firmware events beyond their names. SHA-1 is replayed in logs, and accepted in no signature.
 */
@NullMarked
package dev.muster.format.attest.tpm;

import org.jspecify.annotations.NullMarked;
