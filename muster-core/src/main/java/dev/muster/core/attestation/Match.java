package dev.muster.core.attestation;

/**
 * Which reference value the evidence agrees with.
 *
 * @param maker who signed it
 * @param corim SHA-256 of the signed manifest, hexadecimal
 * @param corimId the manifest's identity
 * @param tag identity of the CoMID in it
 * @param version the release, empty when the maker gives none
 */
public record Match(String maker, String corim, String corimId, String tag, String version) {}
