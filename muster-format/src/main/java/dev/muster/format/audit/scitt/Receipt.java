package dev.muster.format.audit.scitt;

import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborWriter;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A receipt (RFC 9942 §5.2): a log promises, signed, that a leaf stands in its tree. The signed payload is the root,
 * which the verifier computes itself.
 *
 * @param bytes as received
 * @param message the COSE_Sign1 with a detached payload
 * @param issuer of the log, CWT claim 1; empty when it does not say
 * @param subject CWT claim 2, that of the statement; empty when it does not say
 * @param proof size, index and path
 */
public record Receipt(
        byte[] bytes, CoseSign1 message, Optional<String> issuer, Optional<String> subject, InclusionProof proof) {
    /** Levels of the tallest tree that a 63-bit size can have. */
    static final int MAX_PATH = 63;

    /** Two arrays and two integers at their longest. */
    private static final int MAX_PROOF_HEADS = 4 * 9;

    /** What checking a receipt came to. */
    public sealed interface Check {
        /** The leaf is in the tree of {@code size} leaves with this root, says the key's owner. */
        record Holds(long size, long index, byte[] root) implements Check {
            @Override
            public boolean equals(Object other) {
                return other instanceof Holds that
                        && size == that.size
                        && index == that.index
                        && Arrays.equals(root, that.root);
            }

            @Override
            public int hashCode() {
                return Arrays.hashCode(root);
            }
        }

        /** It does not hold; {@code code} is stable. */
        record Fails(String code, String detail) implements Check {}

        /** True for {@link Holds}. */
        default boolean holds() {
            return this instanceof Holds;
        }
    }

    /**
     * Reads a receipt.
     *
     * @throws dev.muster.format.MalformedException when the bytes are none, or of another tree algorithm
     */
    public static Receipt parse(byte[] bytes) {
        CoseSign1 message = message(bytes);
        CborArray proof = proof(message, CodePoints.INCLUSION).ofSize(3);
        return new Receipt(
                bytes.clone(),
                message,
                claim(message, CodePoints.ISS),
                claim(message, CodePoints.SUB),
                new InclusionProof(size(proof.get(0)), size(proof.get(1)), path(proof.get(2))));
    }

    /** Checks that the receipt promises this statement, under the log's key. */
    public Check verify(SignedStatement statement, VerificationKey key) {
        if (subject.isPresent() && !subject.get().equals(statement.subject())) {
            return new Check.Fails("subject-differs", "the receipt is about " + subject.get());
        }
        return verify(statement.leafHash(), key);
    }

    /** Checks that the receipt promises the leaf with this hash: first the path, then the signature over the root. */
    public Check verify(byte[] leafHash, VerificationKey key) {
        Optional<byte[]> root = proof.root(leafHash);
        if (root.isEmpty()) {
            return new Check.Fails("proof-shape", "index, size and path do not belong together");
        }
        Verdict verdict = signature(message, key, root.get());
        return switch (verdict) {
            case Verdict.Valid valid -> new Check.Holds(proof.size(), proof.index(), root.get());
            case Verdict.Invalid invalid -> new Check.Fails(invalid.reason().code(), invalid.detail());
        };
    }

    /**
     * Signs a receipt.
     *
     * @param issuer URI of the log
     * @param subject of the statement
     * @throws IllegalArgumentException for a tree of one leaf, whose empty path the format cannot carry (RFC 9942 §5.2)
     */
    public static Receipt sign(InclusionProof proof, byte[] root, String issuer, String subject, CoseSigner signer) {
        if (proof.path().isEmpty()) {
            throw new IllegalArgumentException("a receipt needs a tree of two leaves at least");
        }
        CborWriter encoded = CborWriter.withCapacity(
                        MAX_PROOF_HEADS + proof.path().size() * (MerkleHash.LENGTH + 2))
                .array(3)
                .integer(proof.size())
                .integer(proof.index())
                .array(proof.path().size());
        proof.path().forEach(encoded::bytes);
        CoseSign1 message =
                signed(CodePoints.INCLUSION, encoded.toByteArray(), root, issuer, Optional.of(subject), signer);
        return new Receipt(message.encode(), message, Optional.of(issuer), Optional.of(subject), proof);
    }

    static CoseSign1 signed(
            long kind, byte[] proof, byte[] root, String issuer, Optional<String> subject, CoseSigner signer) {
        var claims = Cbor.map().put(CodePoints.ISS, issuer);
        subject.ifPresent(about -> claims.put(CodePoints.SUB, about));
        CborMap proofs =
                Cbor.map().put(kind, Cbor.array(List.of(Cbor.of(proof)))).build();
        return Sign1Builder.create()
                .protect(HeaderLabel.VDS, Cbor.of(CodePoints.VDS_RFC9162_SHA256))
                .protect(HeaderLabel.CWT_CLAIMS, claims.build())
                .unprotect(Cbor.map().put(HeaderLabel.VDP, proofs).build())
                .payload(root)
                .detached()
                .sign(signer);
    }

    static CoseSign1 message(byte[] bytes) {
        Cbor item = Cbor.parse(bytes);
        if (!(item instanceof CborTag)) {
            throw new ScittException("a receipt is a COSE_Sign1 with tag 18", "/");
        }
        CoseSign1 message = CoseSign1.read(item, CoseProfile.STRICT);
        Cbor vds = message.headers().signed(HeaderLabel.VDS).orElseThrow(() -> noVds(message));
        if (vds.asLong() != CodePoints.VDS_RFC9162_SHA256) {
            throw new ScittException("verifiable data structure " + vds.asLong() + " is not known", "/protected/395");
        }
        if (message.payload().isPresent()) {
            throw new ScittException(
                    "the payload of a receipt is detached: the verifier computes the root", "/payload");
        }
        return message;
    }

    private static ScittException noVds(CoseSign1 message) {
        boolean old = message.headers().signed(CodePoints.OLD_VDS).isPresent()
                || message.unprotected().has(CodePoints.OLD_VDP);
        return new ScittException(
                old ? "labels -111 and -222 are those of drafts before RFC 9942" : "no verifiable data structure",
                "/protected/395");
    }

    /** The only proof of this kind. */
    static CborArray proof(CoseSign1 message, long kind) {
        CborMap proofs = message.unprotected()
                .get(HeaderLabel.VDP)
                .orElseThrow(() -> new ScittException("no proofs", "/unprotected/396"))
                .asMap();
        CborArray all = proofs.get(kind)
                .orElseThrow(() -> new ScittException("no proof of the kind asked for", "/unprotected/396/" + kind))
                .asArray()
                .ofSize(1);
        return Cbor.parse(all.get(0).asBytes()).asArray();
    }

    static long size(Cbor number) {
        long value = number.asLong();
        if (value < 0) {
            throw new ScittException("a size or index is not negative", "/unprotected/396");
        }
        return value;
    }

    static List<byte[]> path(Cbor item) {
        CborArray hashes = item.asArray();
        if (hashes.size() == 0 || hashes.size() > MAX_PATH) {
            throw new ScittException("a path has 1 to " + MAX_PATH + " hashes", "/unprotected/396");
        }
        List<byte[]> path = new ArrayList<>();
        for (Cbor hash : hashes) {
            byte[] bytes = hash.asBytes();
            if (bytes.length != MerkleHash.LENGTH) {
                throw new ScittException("a hash has 32 bytes", "/unprotected/396");
            }
            path.add(bytes);
        }
        return path;
    }

    static Optional<String> claim(CoseSign1 message, long claim) {
        return message.cwtClaims().flatMap(claims -> claims.get(claim)).map(Cbor::asText);
    }

    static Verdict signature(CoseSign1 message, VerificationKey key, byte[] root) {
        return CoseVerifier.strict().understanding(Set.of(HeaderLabel.VDS)).verifyDetached(message, key, root);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Receipt that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
