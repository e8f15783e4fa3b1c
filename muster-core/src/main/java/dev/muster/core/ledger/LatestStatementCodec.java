package dev.muster.core.ledger;

import dev.muster.core.ledger.LatestStatement.Older;
import dev.muster.core.ledger.SubjectIndex.Leaf;
import dev.muster.core.ledger.SubjectIndex.Placed;
import dev.muster.core.ledger.SubjectIndex.Proof;
import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.MerkleException;
import dev.muster.format.audit.merkle.Peaks;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cbor.CborProfile;
import java.util.List;
import java.util.Optional;

/**
 * The wire form of {@link LatestStatement}, a deterministic CBOR map:
 *
 * <pre>{@code
 * { 1: 1,                          ; version
 *   2: tstr, 3: tstr,              ; issuer, subject
 *   4: int,                        ; index of the latest statement, -1 when there is none
 *   5: bstr,                       ; signed checkpoint (C2SP tlog-checkpoint)
 *   6: uint, 7: [* bstr .size 32], ; leaves that the index speaks for, and the roots of their subtrees, largest first
 *   8: [* bstr],                   ; leaf data of all statements since then
 *   9: uint,                       ; which of them is the index
 *  10: [placed, placed, placed],   ; from the index: the pair's own leaf, the one before, the one after; null where none
 *  ? 11: [bstr, [* bstr .size 32]] ; the latest statement and its inclusion path, when it is older than the index
 * }
 * placed = [bstr .size 32, uint, uint, uint, [* bstr .size 32]] / null ; key, latest, leaves, position, path
 * }</pre>
 */
final class LatestStatementCodec {
    private static final int VERSION = 1;
    private static final int ISSUER = 2;
    private static final int SUBJECT = 3;
    private static final int LATEST = 4;
    private static final int CHECKPOINT = 5;
    private static final int COVERED = 6;
    private static final int PEAKS = 7;
    private static final int TAIL = 8;
    private static final int INDEX_AT = 9;
    private static final int PROOF = 10;
    private static final int STATEMENT = 11;

    private static final int PLACED_PARTS = 5;
    private static final int PROOF_PARTS = 3;

    /** As many statements as a tail may have, each as long as a leaf may be. */
    private static final int MAX_BYTES = LatestStatement.MAX_TAIL * 65_536 + 65_536;

    private LatestStatementCodec() {}

    static byte[] encode(LatestStatement answer) {
        CborMapBuilder map = Cbor.map()
                .put(1, VERSION)
                .put(ISSUER, answer.issuer())
                .put(SUBJECT, answer.subject())
                .put(LATEST, answer.latest())
                .put(CHECKPOINT, answer.checkpoint().encode())
                .put(COVERED, answer.covered().size())
                .put(PEAKS, hashes(answer.covered().hashes()))
                .put(TAIL, hashes(answer.tail()))
                .put(INDEX_AT, answer.indexAt())
                .put(
                        PROOF,
                        Cbor.array(
                                placed(answer.proof().found()),
                                placed(answer.proof().before()),
                                placed(answer.proof().after())));
        answer.statement()
                .ifPresent(older -> map.put(STATEMENT, Cbor.array(Cbor.of(older.leafData()), hashes(older.path()))));
        return map.build().encoded();
    }

    /** @throws dev.muster.format.MalformedException when the bytes are none */
    static LatestStatement parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new MerkleException("an answer has at most " + MAX_BYTES + " bytes");
        }
        CborMap map = Cbor.parse(
                        bytes, CborProfile.STRICT, new CborLimits(CborLimits.DEPTH, CborLimits.ITEMS, MAX_BYTES))
                .asMap();
        if (map.require(1).asLong() != VERSION) {
            throw new MerkleException("this version of an answer is not known");
        }
        List<byte[]> tail = hashes(map.require(TAIL));
        if (tail.size() > LatestStatement.MAX_TAIL) {
            throw new MerkleException("at most " + LatestStatement.MAX_TAIL + " statements come along");
        }
        CborArray proof = map.require(PROOF).asArray().ofSize(PROOF_PARTS);
        return new LatestStatement(
                map.require(ISSUER).asText(),
                map.require(SUBJECT).asText(),
                map.require(LATEST).asLong(),
                SignedNote.parse(map.require(CHECKPOINT).asBytes()),
                new Peaks(map.require(COVERED).asLong(), hashes(map.require(PEAKS))),
                tail,
                position(map.require(INDEX_AT).asLong()),
                new Proof(placed(proof.get(0)), placed(proof.get(1)), placed(proof.get(2))),
                map.get(STATEMENT).map(LatestStatementCodec::older));
    }

    private static int position(long at) {
        if (at < 0 || at >= LatestStatement.MAX_TAIL) {
            throw new MerkleException("the index is not among the statements that come along");
        }
        return (int) at;
    }

    private static Cbor hashes(List<byte[]> hashes) {
        return Cbor.array(hashes.stream().map(Cbor::of).toList());
    }

    private static List<byte[]> hashes(Cbor array) {
        return array.asArray().items().stream().map(Cbor::asBytes).toList();
    }

    private static Cbor placed(Optional<Placed> placed) {
        return placed.<Cbor>map(at -> Cbor.array(
                        Cbor.of(at.leaf().key()),
                        Cbor.of(at.leaf().latest()),
                        Cbor.of(at.proof().size()),
                        Cbor.of(at.proof().index()),
                        hashes(at.proof().path())))
                .orElseGet(Cbor::nil);
    }

    private static Optional<Placed> placed(Cbor item) {
        if (item.isNull()) {
            return Optional.empty();
        }
        CborArray parts = item.asArray().ofSize(PLACED_PARTS);
        return Optional.of(new Placed(
                new Leaf(parts.get(0).asBytes(), parts.get(1).asLong()),
                new InclusionProof(parts.get(2).asLong(), parts.get(3).asLong(), hashes(parts.get(4)))));
    }

    private static Older older(Cbor item) {
        CborArray parts = item.asArray().ofSize(2);
        return new Older(parts.get(0).asBytes(), hashes(parts.get(1)));
    }
}
