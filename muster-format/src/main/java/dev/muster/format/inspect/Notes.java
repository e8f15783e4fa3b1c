package dev.muster.format.inspect;

import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.LogProof;
import dev.muster.format.audit.merkle.MerkleException;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.SignedNote;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a transparency log says in text: signed heads (C2SP tlog-checkpoint) and proofs (tlog-proof). The signatures of the
 * log and of its witnesses are checked with the given Ed25519 keys; that the leaf is in the log needs the leaf itself, which is
 * {@code muster log verify}.
 */
final class Notes {
    private static final String PROOF = "c2sp.org/tlog-proof@v1\n";
    private static final String SIGNATURES = "\n\n\u2014 ";

    private Notes() {}

    static Optional<Inspection> read(String text, Trust trust) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            if (text.startsWith(PROOF)) {
                return Optional.of(proof(LogProof.parse(bytes), trust));
            }
            return text.contains(SIGNATURES) ? Optional.of(note(SignedNote.parse(bytes), trust)) : Optional.empty();
        } catch (MerkleException broken) {
            return text.startsWith(PROOF)
                    ? Optional.of(Inspection.broken(
                            "proof of a log (tlog-proof)",
                            new Inspection.Fault(broken.reason(), broken.path(), broken.offset())))
                    : Optional.empty();
        }
    }

    private static Inspection proof(LogProof proof, Trust trust) {
        List<Node> fields = new ArrayList<>();
        fields.add(Node.note("index", String.valueOf(proof.index())));
        List<Node> path = new ArrayList<>();
        proof.path()
                .forEach(hash -> path.add(
                        Node.note("[" + path.size() + "]", HexFormat.of().formatHex(hash))));
        fields.add(new Node("path", "", -1, path));
        proof.extra().ifPresent(extra -> fields.add(Node.note("extra", extra.length + " bytes")));
        fields.add(new Node("checkpoint", "", -1, fields(proof.checkpoint(), trust)));
        return new Inspection(
                "proof of a log (C2SP tlog-proof)",
                new Node("tlog-proof", "", 0, fields),
                verdict(proof.checkpoint(), trust),
                List.of("the signature is the checkpoint's; muster log verify checks the leaf against it"),
                Optional.empty());
    }

    private static Inspection note(SignedNote note, Trust trust) {
        return new Inspection(
                head(note).isPresent() ? "head of a log (C2SP tlog-checkpoint)" : "signed note (C2SP signed-note)",
                new Node("note", "", 0, fields(note, trust)),
                verdict(note, trust),
                List.of(),
                Optional.empty());
    }

    private static Optional<Checkpoint> head(SignedNote note) {
        try {
            return Optional.of(Checkpoint.parse(note.text()));
        } catch (MerkleException anotherNote) {
            return Optional.empty();
        }
    }

    private static List<Node> fields(SignedNote note, Trust trust) {
        List<Node> fields = new ArrayList<>();
        Optional<Checkpoint> head = head(note);
        if (head.isPresent()) {
            fields.add(Node.note("origin", head.get().origin()));
            fields.add(Node.note("size", String.valueOf(head.get().size())));
            fields.add(Node.note("root", HexFormat.of().formatHex(head.get().root())));
            head.get().extensions().forEach(line -> fields.add(Node.note("extension", line)));
        } else {
            fields.add(Node.note("text", note.text()));
        }
        for (SignedNote.NoteSignature signature : note.signatures()) {
            fields.add(Node.note(
                    "signature",
                    "%s, key %08x, %s".formatted(signature.name(), signature.keyId(), words(note, signature, trust))));
        }
        return fields;
    }

    private static String words(SignedNote note, SignedNote.NoteSignature signature, Trust trust) {
        for (NoteKey key : keys(signature, trust).keySet()) {
            Optional<SignedNote.NoteSignature> good = key.find(note);
            if (good.isEmpty()) {
                return "INVALID";
            }
            return key.type() == NoteKey.Type.COSIGNATURE_V1 ? "valid, dated " + time(good.get()) : "valid";
        }
        return "not checked";
    }

    private static String time(SignedNote.NoteSignature cosignature) {
        try {
            return NoteKey.time(cosignature).toString();
        } catch (DateTimeException beyond) {
            return "beyond all times";
        }
    }

    /** One good signature of a given key makes the note valid, one bad signature of a given key makes it invalid. */
    private static SignatureVerdict verdict(SignedNote note, Trust trust) {
        Map<NoteKey, String> known = new LinkedHashMap<>();
        note.signatures().forEach(signature -> known.putAll(keys(signature, trust)));
        if (known.isEmpty()) {
            return new SignatureVerdict.NotChecked(
                    trust.ledgers().isEmpty() && trust.keys().isEmpty()
                            ? "no --ledger-key was given"
                            : "no given key is the one of a signature line");
        }
        List<String> by = new ArrayList<>();
        for (Map.Entry<NoteKey, String> key : known.entrySet()) {
            if (!key.getKey().verify(note)) {
                return new SignatureVerdict.Invalid(
                        "the signature of " + key.getKey().name() + " does not hold");
            }
            by.add(key.getKey().name() + " (" + key.getValue() + ")");
        }
        return new SignatureVerdict.Valid(String.join(" and ", by));
    }

    /** Given Ed25519 keys that are the one of this line: a line's key id covers name, type and key. */
    private static Map<NoteKey, String> keys(SignedNote.NoteSignature signature, Trust trust) {
        Map<NoteKey, String> found = new LinkedHashMap<>();
        trust.ledgers().stream()
                .filter(ledger -> ledger.origin().map(signature.name()::equals).orElse(true))
                .forEach(ledger -> add(found, signature, ledger.key(), ledger.name()));
        trust.keys().forEach(key -> add(found, signature, key.key(), key.name()));
        return found;
    }

    private static void add(
            Map<NoteKey, String> found, SignedNote.NoteSignature signature, PublicKey key, String called) {
        if (!(key instanceof EdECPublicKey ed) || !ed.getParams().getName().equals("Ed25519")) {
            return;
        }
        for (NoteKey.Type type : NoteKey.Type.values()) {
            NoteKey named = NoteKey.of(signature.name(), type, key);
            if (named.keyId() == signature.keyId()) {
                found.put(named, called);
            }
        }
    }
}
