package dev.muster.format.attest.corim;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborProfile;
import java.time.Instant;

/** Bytes are a manifest or {@link CorimException}, nothing else. */
class CorimFuzzTest {
    @FuzzTest
    void manifestsReadOrRefuse(byte[] data) {
        try {
            CorimReader.parse(data);
        } catch (CorimException refused) {
            return;
        }
    }

    @FuzzTest
    void moduleIdentifiersReadOrRefuse(byte[] data) {
        try {
            Comids.parse(data);
        } catch (CorimException refused) {
            return;
        }
    }

    @FuzzTest
    void signedManifestsReadOrRefuse(byte[] data) {
        try {
            SignedCorim.parse(data);
        } catch (CorimException refused) {
            return;
        }
    }

    @FuzzTest
    void questionsReadOrRefuse(byte[] data) {
        try {
            CoservQuery.parse(data);
        } catch (CorimException refused) {
            return;
        }
    }

    /** A key of a manifest is one that can verify, or none; whatever is in it. */
    @FuzzTest
    void keysReadOrAreNone(byte[] data) {
        TypedBytes key;
        try {
            key = EnvironmentReader.typed(Cbor.parse(data, CborProfile.STRICT, CorimReader.LIMITS));
        } catch (CborException | CorimException refused) {
            return;
        }
        KeyContent.publicKey(key);
        KeyContent.holdsAt(key, Instant.EPOCH);
    }
}
