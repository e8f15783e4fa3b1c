package dev.muster.format.crypto;

import java.security.Provider;
import java.util.OptionalDouble;

/**
 * What one provider does for one scheme.
 *
 * @param knownAnswer it accepted the known answer and refused the same with one bit changed
 * @param microsPerVerify the shortest verification that was seen, when there was time to measure
 * @param chosen this is the one that is used
 */
public record ProviderChoice(
        SignatureScheme scheme,
        Provider provider,
        boolean knownAnswer,
        OptionalDouble microsPerVerify,
        boolean chosen) {}
