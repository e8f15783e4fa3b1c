package dev.muster.format.audit.merkle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import java.util.Arrays;

/** Proof files, add-checkpoint requests and offered heads: whatever is read writes back the same; the rest is refused. */
class LogProofFuzzTest {
    @FuzzTest
    void proofFilesReadOrRefuse(byte[] data) {
        LogProof proof;
        try {
            proof = LogProof.parse(data);
        } catch (MerkleException refused) {
            return;
        }
        if (!Arrays.equals(proof.encode(), data)) {
            throw new AssertionError("a proof has one form");
        }
    }

    @FuzzTest
    void addCheckpointRequestsReadOrRefuse(byte[] data) {
        AddCheckpoint request;
        try {
            request = AddCheckpoint.parse(data);
        } catch (MerkleException refused) {
            return;
        }
        if (!Arrays.equals(request.encode(), data)) {
            throw new AssertionError("a request has one form");
        }
    }

    @FuzzTest
    void offeredHeadsReadOrRefuse(byte[] data) {
        HeadOffer offer;
        try {
            offer = HeadOffer.parse(Cbor.parse(data));
        } catch (MerkleException | CborException refused) {
            return;
        }
        if (!HeadOffer.parse(offer.encode()).equals(offer)) {
            throw new AssertionError("an offer reads back as itself");
        }
        try {
            KeptHead kept = KeptHead.first(offer);
            if (!Arrays.equals(KeptHead.parse(kept.encode()).encode(), kept.encode())) {
                throw new AssertionError("a kept head reads back as itself");
            }
            if (kept.judge(offer) instanceof KeptHead.Judged.Behind) {
                throw new AssertionError("a head is not behind itself");
            }
        } catch (MerkleException unsigned) {
            return;
        }
    }
}
