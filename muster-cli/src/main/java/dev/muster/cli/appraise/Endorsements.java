package dev.muster.cli.appraise;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Status;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.CorimException;
import dev.muster.format.attest.corim.CorimReader;
import dev.muster.format.attest.corim.Profiles;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * CoRIM files that a person gives: signed ones under one of the anchors, if there are any, and without anchors whatever was
 * given, with a remark.
 */
final class Endorsements {
    /** The first byte of a COSE_Sign1 with its tag (18). */
    private static final int TAG_SIGN1 = 0xD2;

    private final List<PublicKey> anchors;
    private final String maker;
    private final List<ReferenceSet.Document> documents = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Endorsements(List<PublicKey> anchors, String maker) {
        this.anchors = List.copyOf(anchors);
        this.maker = maker;
    }

    void add(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String digest = HexFormat.of().formatHex(Sha256.of(bytes));
        Optional<SignedCorim> signed = signed(file, bytes);
        Corim corim = signed.isPresent() ? signed.get().corim() : unsigned(file, bytes);
        Optional<Profiles.Refusal> broken = Profiles.refusal(corim);
        if (broken.isPresent()) {
            throw new CommandFailed(Status.NO, file + " is refused: " + broken.get());
        }
        Optional<PublicKey> signer = signed.flatMap(this::signer);
        if (!anchors.isEmpty() && signer.isEmpty()) {
            throw new CommandFailed(Status.NO, file + " is refused: signer-unknown: none of the anchors signed it");
        }
        if (anchors.isEmpty()) {
            remarks.add(file + " is believed because it was given: no anchor was named to check its signature with");
        }
        (signed.isPresent() ? signed.get().tolerated() : corim.tolerated())
                .forEach(remark -> remarks.add(file + " was accepted although the draft no longer allows " + remark));
        Optional<Validity> until = signed.flatMap(SignedCorim::signatureValidity);
        documents.add(new ReferenceSet.Document(maker, digest, corim, until, signer.map(TypedBytes::key)));
    }

    private Optional<PublicKey> signer(SignedCorim signed) {
        return anchors.stream()
                .filter(key -> CoseVerifier.strict()
                        .verify(signed.message(), VerificationKey.of(key))
                        .valid())
                .findFirst();
    }

    /** What is signed by its tag, and broken, is not told as a broken manifest without a signature. */
    private static Optional<SignedCorim> signed(Path file, byte[] bytes) {
        try {
            return Optional.of(SignedCorim.parse(bytes));
        } catch (CorimException other) {
            if (bytes.length > 0 && (bytes[0] & 0xFF) == TAG_SIGN1) {
                throw new CommandFailed(Status.NO, file + " is no signed CoRIM: " + other.getMessage());
            }
            return Optional.empty();
        }
    }

    private static Corim unsigned(Path file, byte[] bytes) {
        try {
            return CorimReader.parse(bytes);
        } catch (CorimException fault) {
            throw new CommandFailed(Status.NO, file + " is no CoRIM: " + fault.getMessage());
        }
    }

    ReferenceSet references() {
        return ReferenceSet.of(documents);
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }
}
