package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.eat.ClaimsSet;
import dev.muster.format.attest.eat.ManifestClaims;
import dev.muster.format.attest.eat.SlotClaims.DisputedResult;
import dev.muster.format.attest.eat.SlotClaims.LedgerHead;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.crypto.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * What verified evidence says, in the words that every scheme shares.
 *
 * @param scheme name of the scheme that read it
 * @param key SubjectPublicKeyInfo of the key that verified it, DER; of a shared key its name
 * @param nonce what it was made for; 8..64 bytes, none when it says only when it was made
 * @param device what it says of the device
 * @param software the device's words about its software, taken over for readers; nothing is concluded from them
 * @param proof how firmly the verifier knows this
 * @param measured what was measured
 * @param times when it holds; empty ends are open
 * @param side what came along with it
 * @param remarks what the scheme did not look at, one sentence each
 * @param parts what else was measured, under other environments
 * @param signed what of the evidence its keys signed; empty when the scheme does not say, and the bytes as received stand for it
 */
public record Statement(
        String scheme,
        byte[] key,
        byte[] nonce,
        Device device,
        EvidenceAppraised.Software software,
        Proof proof,
        Measured measured,
        ClaimsSet.Times times,
        Side side,
        List<String> remarks,
        List<Part> parts,
        List<Signed> signed) {
    public Statement {
        remarks = List.copyOf(remarks);
        parts = List.copyOf(parts);
        signed = List.copyOf(signed);
    }

    /** A statement about one thing. */
    public Statement(
            String scheme,
            byte[] key,
            byte[] nonce,
            Device device,
            EvidenceAppraised.Software software,
            Proof proof,
            Measured measured,
            ClaimsSet.Times times,
            Side side,
            List<String> remarks) {
        this(scheme, key, nonce, device, software, proof, measured, times, side, remarks, List.of(), List.of());
    }

    /**
     * Content under a key. The same content is the same evidence however it is encoded, and whatever signature of the key
     * stands beside it: of one ECDSA signature everybody can make a second.
     */
    public record Signed(byte[] key, byte[] content) {
        private static final byte[] END = {0};

        byte[] digest() {
            byte[] digest = Sha256.of(key);
            return Sha256.of(digest, END, content);
        }
    }

    /** The same, with what its key signed. */
    public Statement over(byte[] content) {
        return over(List.of(new Signed(key, content)));
    }

    /** The same, with what several keys signed. */
    public Statement over(List<Signed> all) {
        return new Statement(scheme, key, nonce, device, software, proof, measured, times, side, remarks, parts, all);
    }

    /** The same about several things. */
    public Statement with(List<Part> several) {
        return new Statement(
                scheme, key, nonce, device, software, proof, measured, times, side, remarks, several, signed);
    }

    /**
     * Another thing that the same evidence measured, with reference values of its own. It is compared beside the first; the
     * worst result counts for all.
     *
     * @param name what it is called in reasons
     */
    public record Part(String name, Environment environment, Measured measured) {}

    /** This statement as if it were about a part of it. */
    Statement of(Part part) {
        return new Statement(
                scheme,
                key,
                nonce,
                device,
                software,
                proof,
                part.measured(),
                times,
                side,
                List.of(),
                List.of(),
                signed);
    }

    /** The same, wrapped by another scheme's evidence that was made for another nonce. */
    public Statement readBy(String name, byte[] wrapped) {
        return new Statement(
                name, key, wrapped, device, software, proof, measured, times, side, remarks, parts, signed);
    }

    /** The same with what others measured beside it. */
    Statement of(
            Measured all,
            Proof weakest,
            ClaimsSet.Times everyTime,
            List<String> everyRemark,
            List<Part> everyPart,
            List<Signed> everySigned) {
        return new Statement(
                scheme,
                key,
                nonce,
                device,
                software,
                weakest,
                all,
                everyTime,
                side,
                everyRemark,
                everyPart,
                everySigned);
    }

    /** Who says all this: the key that verified the evidence. */
    List<TypedBytes> authority() {
        return List.of(SharedKey.named(key).isPresent() ? TypedBytes.bytes(key) : TypedBytes.key(key));
    }

    /** What was measured, as a subject in the plural: {@code The files of slot-a}. */
    String what() {
        return measured.files().isEmpty() ? "The measurements" : "The files of " + software.slot();
    }

    /**
     * What it says of the device, to be compared with the register.
     *
     * @param origin maker and model; empty when evidence of this kind names none, and the register's word stands
     * @param ueid empty when it names none
     * @param environment what reference values must be about; empty: the class of maker and model
     */
    public record Device(
            Optional<AttestationStore.Origin> origin, Optional<Ueid> ueid, Optional<Environment> environment) {
        /** Evidence that does not name its device: the register says whose it is. */
        public static Device unnamed() {
            return new Device(Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /**
     * What the device adds for others' sake: the head of the ledger that it saw, a result that it did not accept, and what it
     * says of manifests.
     */
    public record Side(Optional<LedgerHead> head, Optional<DisputedResult> disputed, ManifestClaims manifests) {
        public static final Side NONE = new Side(Optional.empty(), Optional.empty(), ManifestClaims.NONE);
    }
}
