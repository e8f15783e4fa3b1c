package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.PemException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a file and says what it is. Binary CBOR and DER, hex and base64 text, PEM, documents that quote hex blocks, and
 * diagnostic notation; JSON is left to the command line, which has a JSON reader.
 */
public final class Inspector {
    private static final CborLimits LIMITS = CborLimits.DEFAULT;

    private final Trust trust;

    public Inspector(Trust trust) {
        this.trust = trust;
    }

    /** What the file says; a fault inside when it is broken. Never throws for what the bytes hold. */
    public Inspection inspect(byte[] file) {
        if (file.length == 0) {
            return Inspection.broken("empty file", new Inspection.Fault("there are no bytes", "/", 0));
        }
        if (file.length > Sample.BYTES_MOST) {
            return Inspection.broken(
                    "large file",
                    new Inspection.Fault(
                            "more than " + Sample.BYTES_MOST + " bytes: not a message", "/", Sample.BYTES_MOST));
        }
        Optional<String> text = Sample.text(file);
        return text.isPresent() ? ofText(text.get()) : ofBytes(file);
    }

    private Inspection ofText(String text) {
        if (text.contains("-----BEGIN ")) {
            return ofPem(text);
        }
        Optional<Inspection> note = Notes.read(text, trust);
        if (note.isPresent()) {
            return note.get();
        }
        Optional<Sample> whole = Sample.whole(text);
        if (whole.isPresent()) {
            return ofBytes(whole.get().bytes()).noted("read from " + whole.get().note());
        }
        try {
            return ofItem(Diagnostic.parse(text))
                    .noted("read from diagnostic notation, and checked as the bytes it stands for");
        } catch (CborException notDiagnostic) {
            // Notation with long byte strings looks like a document that quotes hex, so it is asked first.
            return Sample.quoted(text)
                    .map(quoted -> ofBytes(quoted.bytes()).noted("read from " + quoted.note()))
                    .orElseGet(() -> Inspection.broken(
                            "text",
                            new Inspection.Fault(
                                    "neither hex, base64, PEM nor diagnostic notation: " + notDiagnostic.reason(),
                                    notDiagnostic.path(),
                                    notDiagnostic.offset())));
        }
    }

    private Inspection ofPem(String text) {
        List<Pem> blocks;
        try {
            blocks = Pem.parse(text);
        } catch (PemException broken) {
            return Inspection.broken("PEM", new Inspection.Fault(broken.reason(), broken.path(), broken.offset()));
        }
        // OpenSSL writes the curve once more before an EC key; it says nothing that the key does not.
        if (blocks.size() > 1) {
            blocks = blocks.stream()
                    .filter(block -> !block.label().equals("EC PARAMETERS"))
                    .toList();
        }
        Optional<Inspection> chain = DerKinds.chain(blocks, trust);
        if (chain.isPresent()) {
            return chain.get();
        }
        List<Inspection> all = new ArrayList<>();
        for (Pem block : blocks) {
            boolean secret = block.label().contains("PRIVATE KEY");
            Inspection one = block.label().equals("EC PARAMETERS")
                    ? DerKinds.curve(block.content()).orElseGet(() -> ofBytes(block.content()))
                    : ofBytes(block.content());
            all.add(secret ? secret(block.label()) : one.noted("PEM block " + block.label()));
        }
        if (all.size() == 1) {
            return all.getFirst();
        }
        List<Node> roots = all.stream().map(Inspection::root).toList();
        return new Inspection(
                "PEM file with " + all.size() + " blocks",
                new Node("blocks", "", 0, roots),
                all.isEmpty() ? new SignatureVerdict.Unsigned() : all.getFirst().verdict(),
                List.of("the verdict is of the first block"),
                Optional.empty());
    }

    /** A private key is named and not shown. */
    private static Inspection secret(String label) {
        return new Inspection(
                "private key (" + label + ")",
                Node.leaf("private key", "not shown", -1),
                new SignatureVerdict.Unsigned(),
                List.of(),
                Optional.empty());
    }

    private Inspection ofBytes(byte[] bytes) {
        Optional<Inspection> tpm = TpmKinds.read(bytes);
        if (tpm.isPresent()) {
            return tpm.get();
        }
        if (DerKinds.recognises(bytes)) {
            return DerKinds.read(bytes, trust);
        }
        try {
            return ofItem(Cbor.parse(bytes, CborProfile.WELL_FORMED, LIMITS));
        } catch (CborException broken) {
            return Inspection.broken("CBOR", new Inspection.Fault(broken.reason(), broken.path(), broken.offset()));
        }
    }

    private Inspection ofItem(Cbor item) {
        Kind kind = Kinds.of(item);
        List<String> notes = new ArrayList<>(kind.notes().apply(item, trust));
        strictness(item).ifPresent(notes::add);
        SignatureVerdict verdict = kind.verify().apply(item, trust);
        return new Inspection(
                kind.name(),
                Description.of("", item, kind.shape()),
                verdict,
                notes,
                Refused.why(kind.name(), item, trust, verdict instanceof SignatureVerdict.Valid));
    }

    /** What Muster's own doors would say of this encoding. */
    private static Optional<String> strictness(Cbor item) {
        try {
            Cbor.parse(item.encoded(), CborProfile.STRICT, LIMITS);
            return Optional.empty();
        } catch (CborException lax) {
            return Optional.of(
                    "not strict CBOR: " + lax.reason() + " at byte " + lax.offset() + " (" + lax.path() + ")");
        }
    }

    /** Bytes around a fault, with the faulty one between brackets: {@code a2 01 [ff] 00}. */
    public static String around(byte[] bytes, long offset, int each) {
        int at = (int) Math.max(0, Math.min(offset, bytes.length));
        StringBuilder line = new StringBuilder();
        for (int i = Math.max(0, at - each); i < Math.min(bytes.length, at + each); i++) {
            String hex = HexFormat.of().toHexDigits(bytes[i]);
            line.append(i == at ? "[" + hex + "] " : hex + " ");
        }
        return at == bytes.length ? line + "[end]" : line.toString().strip();
    }
}
