package dev.muster.format.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;

/** Asks every provider for every scheme, within a bounded time. */
final class ProviderTable {
    private record Candidate(SignatureScheme scheme, Provider provider) {}

    /** Schemes worth measuring: the ones that tokens and logs use all day. */
    private static final List<SignatureScheme> MEASURED = List.of(
            SignatureScheme.ECDSA_P256_SHA256,
            SignatureScheme.ED25519,
            SignatureScheme.ML_DSA_44,
            SignatureScheme.ECDSA_P384_SHA384);

    private ProviderTable() {}

    static List<ProviderChoice> measure(Crypto crypto, List<Provider> providers, Duration budget) {
        List<Candidate> candidates = new ArrayList<>();
        for (SignatureScheme scheme : MEASURED) {
            for (Provider provider : Providers.inOrder(scheme, providers)) {
                candidates.add(new Candidate(scheme, provider));
            }
        }
        // Equal shares, not shares of what is left: on a busy machine a slow provider must not leave nothing to the
        // rest.
        long share = budget.toNanos() / Math.max(1, candidates.size());
        List<ProviderChoice> rows = new ArrayList<>();
        for (Candidate candidate : candidates) {
            boolean correct = KnownAnswers.correct(candidate.scheme, candidate.provider);
            OptionalDouble micros = correct && share > 0 ? micros(candidate, share) : OptionalDouble.empty();
            boolean chosen = candidate.provider.equals(crypto.provider(candidate.scheme));
            rows.add(new ProviderChoice(candidate.scheme, candidate.provider, correct, micros, chosen));
        }
        return rows;
    }

    /** The fastest of the runs that fit: the first ones pay for loading and compiling, which is not the question. */
    private static OptionalDouble micros(Candidate candidate, long nanos) {
        KnownAnswers.Answer known;
        try {
            known = KnownAnswers.of(candidate.scheme, candidate.provider).orElseThrow();
        } catch (GeneralSecurityException | NoSuchElementException e) {
            return OptionalDouble.empty();
        }
        long end = System.nanoTime() + nanos;
        long best = Long.MAX_VALUE;
        do {
            long start = System.nanoTime();
            Crypto.verify(candidate.scheme, candidate.provider, known.key(), known.message(), known.signature());
            best = Math.min(best, System.nanoTime() - start);
        } while (System.nanoTime() < end);
        return OptionalDouble.of(best / 1000.0);
    }
}
