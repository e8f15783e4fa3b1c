package dev.muster.format.attest.ear;

/** Who appraised: an organisation and the build of its verifier (AR4SI -10 §3.3). */
public record VerifierId(String developer, String build) {}
