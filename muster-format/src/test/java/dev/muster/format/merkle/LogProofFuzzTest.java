package dev.muster.format.merkle;

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
        if (!LogProof.parse(proof.encode()).equals(proof)) {
            throw new AssertionError("a proof reads back as itself");
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
        if (!AddCheckpoint.parse(request.encode()).equals(request)) {
            throw new AssertionError("a request reads back as itself");
        }
    }

    @FuzzTest
    void offeredHeadsReadOrRefuse(byte[] data) {
        HeadOffer offer;
        try {
            offer = HeadOffer.parse(Cbor.parse(data));
            KeptHead kept = KeptHead.first(offer);
            if (!Arrays.equals(KeptHead.parse(kept.encode()).encode(), kept.encode())) {
                throw new AssertionError("a kept head reads back as itself");
            }
        } catch (MerkleException | CborException refused) {
            return;
        }
        if (!HeadOffer.parse(offer.encode()).equals(offer)) {
            throw new AssertionError("an offer reads back as itself");
        }
    }
}
