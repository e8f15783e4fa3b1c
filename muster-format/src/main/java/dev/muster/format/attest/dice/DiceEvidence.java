package dev.muster.format.attest.dice;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import java.util.List;

/**
 * A chain and the proof that its last key is alive, as Muster's devices send it: the CBOR map {@code {1: [certificates, the
 * root's first], 2: COSE_Sign1 by the last key whose payload is the nonce}}, byte strings all.
 */
public record DiceEvidence(List<byte[]> chain, byte[] proof) {
    public static final String MEDIA_TYPE = "application/vnd.muster.dice-evidence+cbor";

    private static final long CHAIN = 1;
    private static final long PROOF = 2;
    private static final CborLimits LIMITS = new CborLimits(8, 200, 256 * 1024);

    public DiceEvidence {
        chain = List.copyOf(chain);
    }

    /** @throws DiceException when the bytes are not this map */
    public static DiceEvidence parse(byte[] bytes) {
        try {
            CborMap map = Cbor.parse(bytes, CborProfile.STRICT, LIMITS).asMap();
            return new DiceEvidence(
                    map.require(CHAIN).asArray().items().stream()
                            .map(Cbor::asBytes)
                            .toList(),
                    map.require(PROOF).asBytes());
        } catch (CborException fault) {
            throw new DiceException(fault.reason(), fault.path(), fault.offset());
        }
    }

    public byte[] encode() {
        return Cbor.map()
                .put(CHAIN, Cbor.array(chain.stream().map(Cbor::of).toList()))
                .put(PROOF, proof)
                .build()
                .encoded();
    }
}
